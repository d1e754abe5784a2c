package io.cascadian.runtime;

import io.cascadian.embedded.EmbeddedStores;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * The two databases that this process uses: the configured ones, or embedded ones where none is configured.
 *
 * <p>Closing it stops what it started and leaves alone what it was pointed at.
 */
public final class Stores implements AutoCloseable {

  private final EmbeddedStores embedded;
  private final ClickHouse clickHouse;
  private final Postgres postgres;
  private final PostgresSettings postgresSettings;

  private Stores(EmbeddedStores embedded, ClickHouse clickHouse, Postgres postgres, PostgresSettings postgresSettings) {
    this.embedded = embedded;
    this.clickHouse = clickHouse;
    this.postgres = postgres;
    this.postgresSettings = postgresSettings;
  }

  /**
   * Opens both.
   *
   * @param progress gets a line for each thing that is fetched or started
   * @throws io.cascadian.embedded.EmbeddedStoreException when an embedded store cannot be had
   * @throws io.cascadian.store.StoreException when a configured one cannot be reached
   */
  public static Stores open(Settings settings, Consumer<String> progress) {
    boolean ownClickHouse = settings.optional(Setting.CLICKHOUSE_URL).isEmpty();
    boolean ownPostgres = settings.optional(Setting.DATABASE_URL).isEmpty();
    EmbeddedStores embedded = ownClickHouse || ownPostgres
        ? EmbeddedStores.open(settings.path(Setting.DATA_DIR), ownClickHouse, ownPostgres, progress)
        : null;
    try {
      ClickHouse clickHouse = ClickHouse.connect(clickHouseSettings(settings, embedded));
      PostgresSettings postgresSettings = postgresSettings(settings, embedded);
      return new Stores(embedded, clickHouse, Postgres.connect(postgresSettings), postgresSettings);
    } catch (RuntimeException e) {
      if (embedded != null) {
        embedded.close();
      }
      throw e;
    }
  }

  /**
   * Connections to ask how the databases are, before or instead of opening them.
   *
   * @param embedded null when both are configured
   */
  static StoreProbes probes(Settings settings, EmbeddedStores embedded) {
    return StoreProbes.of(clickHouseSettings(settings, embedded), postgresSettings(settings, embedded));
  }

  /** Connections to ask how the databases are. */
  StoreProbes probes() {
    return StoreProbes.of(clickHouse.settings(), postgresSettings);
  }

  private static ClickHouseSettings clickHouseSettings(Settings settings, EmbeddedStores embedded) {
    String database = settings.text(Setting.CLICKHOUSE_DATABASE);
    if (settings.optional(Setting.CLICKHOUSE_URL).isEmpty()) {
      return ClickHouseSettings.of(embedded.clickHouse().orElseThrow().url(), database);
    }
    return new ClickHouseSettings(
        settings.text(Setting.CLICKHOUSE_URL), settings.text(Setting.CLICKHOUSE_USER),
        settings.text(Setting.CLICKHOUSE_PASSWORD), database, Duration.ofMinutes(10));
  }

  private static PostgresSettings postgresSettings(Settings settings, EmbeddedStores embedded) {
    if (settings.optional(Setting.DATABASE_URL).isPresent()) {
      return PostgresUrl.parse(settings);
    }
    EmbeddedStores.Endpoint endpoint = embedded.postgres().orElseThrow();
    return new PostgresSettings(
        endpoint.url(), endpoint.user(), endpoint.password(), (int) settings.number(Setting.DATABASE_POOL_SIZE));
  }

  public ClickHouse clickHouse() {
    return clickHouse;
  }

  public Postgres postgres() {
    return postgres;
  }

  /** A connection outside the pool, for the run lock. */
  Connection dedicatedPostgresConnection() throws SQLException {
    Properties properties = new Properties();
    if (postgresSettings.user() != null) {
      properties.setProperty("user", postgresSettings.user());
    }
    if (postgresSettings.password() != null) {
      properties.setProperty("password", postgresSettings.password());
    }
    properties.setProperty("ApplicationName", "cascadian run lock");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "120");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(postgresSettings.jdbcUrl(), properties);
  }

  /** Brings both schemas to the newest version, one process at a time; returns the names of what was applied. */
  public List<String> migrate() {
    postgres.migrate();
    return postgres.inTransaction("wait for the migration lock", connection -> {
      try (PreparedStatement patience = connection.prepareStatement("SET LOCAL idle_in_transaction_session_timeout = 0");
          PreparedStatement lock =
              connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended('cascadian:migrate', 0))")) {
        // for as long as the migrations take nothing is said here
        patience.execute();
        lock.execute();
      }
      return new ClickHouseMigrations(clickHouse).migrate();
    });
  }

  @Override
  public void close() {
    clickHouse.close();
    postgres.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
