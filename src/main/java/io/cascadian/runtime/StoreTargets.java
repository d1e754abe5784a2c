package io.cascadian.runtime;

import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.EmbeddedDatabases;
import io.cascadian.store.PostgresSettings;

/**
 * Holds the addresses, users and timeouts of the two databases.
 *
 * @param reader ClickHouse as analysts use it: with a user that only reads, if there is one
 */
record StoreTargets(ClickHouseSettings clickHouse, PostgresSettings postgres, ClickHouseSettings reader) {

  /**
   * Returns the targets of the settings, or of the embedded databases where none is configured.
   *
   * @param embedded null when both are configured
   */
  static StoreTargets of(Settings settings, EmbeddedDatabases embedded) {
    ClickHouseSettings clickHouse = clickHouse(settings, embedded);
    return new StoreTargets(clickHouse, postgres(settings, embedded), reader(settings, embedded, clickHouse));
  }

  private static ClickHouseSettings reader(Settings settings, EmbeddedDatabases embedded, ClickHouseSettings own) {
    if (settings.optional(StoreSettings.CLICKHOUSE_URL).isEmpty()) {
      return embedded.clickHouseReader().map(reader -> own.as(reader.user(), reader.password())).orElse(own);
    }
    return settings.optional(StoreSettings.CLICKHOUSE_READER_PASSWORD)
        .map(password -> own.as(settings.text(StoreSettings.CLICKHOUSE_READER_USER), password)).orElse(own);
  }

  private static ClickHouseSettings clickHouse(Settings settings, EmbeddedDatabases embedded) {
    String database = settings.text(StoreSettings.CLICKHOUSE_DATABASE);
    if (settings.optional(StoreSettings.CLICKHOUSE_URL).isEmpty()) {
      EmbeddedDatabases.Endpoint endpoint = embedded.clickHouse().orElseThrow();
      return new ClickHouseSettings(endpoint.url(), endpoint.user(), endpoint.password(), database, settings.duration(StoreSettings.CLICKHOUSE_TIMEOUT));
    }
    return new ClickHouseSettings(
        settings.text(StoreSettings.CLICKHOUSE_URL), settings.text(StoreSettings.CLICKHOUSE_USER),
        settings.text(StoreSettings.CLICKHOUSE_PASSWORD), database, settings.duration(StoreSettings.CLICKHOUSE_TIMEOUT));
  }

  private static PostgresSettings postgres(Settings settings, EmbeddedDatabases embedded) {
    if (settings.optional(StoreSettings.DATABASE_URL).isPresent()) {
      return PostgresUrl.parse(settings);
    }
    EmbeddedDatabases.Endpoint endpoint = embedded.postgres().orElseThrow();
    return new PostgresSettings(
        endpoint.url(), endpoint.user(), endpoint.password(), (int) settings.number(StoreSettings.DATABASE_POOL_SIZE),
        settings.duration(StoreSettings.DATABASE_TIMEOUT));
  }

  /** Opens connections for health checks. */
  StoreProbes probes() {
    return StoreProbes.of(clickHouse, postgres);
  }
}
