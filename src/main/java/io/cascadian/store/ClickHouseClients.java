package io.cascadian.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;

/** Creates clients of ClickHouse for different uses of it. */
public final class ClickHouseClients {

  private ClickHouseClients() {}

  /** Creates the database when it is missing, and connects. */
  public static ClickHouse connect(ClickHouseSettings settings) {
    try (ClickHouse server = open(settings, "system")) {
      server.execute("CREATE DATABASE IF NOT EXISTS `" + settings.database().replace("`", "") + "`", Map.of());
    }
    return open(settings, settings.database());
  }

  /** Creates a client without a connection: an absent server or database is reported by the first call. */
  public static ClickHouse to(ClickHouseSettings settings) {
    return open(settings, settings.database());
  }

  /** Creates a client for statements that return some rows, each of which the server encodes on one thread: starting others for it would cost more than the rows. */
  public static ClickHouse forFewRows(ClickHouseSettings settings) {
    String comment = ClickHouseDriver.newComment();
    return open(settings, settings.database(), comment, ClickHouseDriver.settingsForFewRows(settings, comment));
  }

  /**
   * Creates a client that asks and creates nothing yet, and sends no setting with a query that its caller does not ask for: a server does not take any from
   * a user with {@code readonly} 1.
   */
  static ClickHouse toRead(ClickHouseSettings settings) {
    return open(settings, settings.database(), ClickHouseDriver.newComment(), Map.of());
  }

  private static ClickHouse open(ClickHouseSettings settings, String database) {
    String comment = ClickHouseDriver.newComment();
    return open(settings, database, comment, ClickHouseDriver.serverSettings(settings, comment));
  }

  private static ClickHouse open(ClickHouseSettings settings, String database, String comment, Map<String, String> serverSettings) {
    MeterRegistry metrics = new SimpleMeterRegistry();
    return new ClickHouse(settings, comment, ClickHouseDriver.client(settings, database, serverSettings, metrics), metrics);
  }
}
