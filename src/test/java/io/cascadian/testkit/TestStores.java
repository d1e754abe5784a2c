package io.cascadian.testkit;

import io.cascadian.embedded.EmbeddedStores;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real ClickHouse and one real Postgres for all tests of a test process, and an own database on each for every caller that asks.
 */
public final class TestStores {

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static EmbeddedStores stores;

  private TestStores() {}

  private static synchronized EmbeddedStores stores() {
    if (stores == null) {
      stores = EmbeddedStores.open(
          Path.of("target", "test-stores", Long.toString(ProcessHandle.current().pid())), true, true, System.out::println);
      Runtime.getRuntime().addShutdownHook(new Thread(stores::close));
    }
    return stores;
  }

  /** A new ClickHouse database with all tables. */
  public static ClickHouse freshClickHouse() {
    ClickHouse clickHouse = emptyClickHouse();
    new ClickHouseMigrations(clickHouse).migrate();
    return clickHouse;
  }

  /** A new ClickHouse database without tables. */
  public static ClickHouse emptyClickHouse() {
    return ClickHouse.connect(
        ClickHouseSettings.of(stores().clickHouse().orElseThrow().url(), "test_" + NUMBER.incrementAndGet()));
  }

  /** Settings of a new Postgres database. */
  public static PostgresSettings freshPostgresSettings() {
    EmbeddedStores.Endpoint endpoint = stores().postgres().orElseThrow();
    String database = "test_" + NUMBER.incrementAndGet();
    try (Postgres server = Postgres.connect(new PostgresSettings(endpoint.url(), endpoint.user(), endpoint.password(), 1))) {
      server.update("CREATE DATABASE " + database);
    }
    return new PostgresSettings(endpoint.url().replaceAll("/[^/]*$", "/" + database), endpoint.user(), endpoint.password(), 5);
  }

  /** A new Postgres database with all tables. */
  public static Postgres freshPostgres() {
    Postgres postgres = Postgres.connect(freshPostgresSettings());
    postgres.migrate();
    return postgres;
  }

  /** The base URL of the shared ClickHouse. */
  public static String clickHouseUrl() {
    return stores().clickHouse().orElseThrow().url();
  }

  /** Drops a database made here. */
  public static void drop(ClickHouse clickHouse) {
    clickHouse.execute("DROP DATABASE IF EXISTS " + clickHouse.settings().database(), Map.of());
    clickHouse.close();
  }
}
