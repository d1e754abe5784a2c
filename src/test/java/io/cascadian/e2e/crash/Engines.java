package io.cascadian.e2e.crash;

import static org.awaitility.Awaitility.await;

import io.cascadian.dev.embedded.EmbeddedStores;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.testkit.TestStores;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A ClickHouse and a Postgres for the installations of one test class; each can be killed, and comes back on its port with its data. */
final class Engines implements AutoCloseable {

  private final EmbeddedStores stores;
  private final boolean own;

  private Engines(EmbeddedStores stores, boolean own) {
    this.stores = stores;
    this.own = own;
  }

  /** Starts engines that a test may kill. */
  static Engines start(Path folder) {
    return new Engines(EmbeddedStores.open(folder, true, true, System.out::println), true);
  }

  /** Those that all tests of this process use, for a test that kills none. */
  static Engines shared() {
    return new Engines(TestStores.engines(), false);
  }

  int clickHousePort() {
    return URI.create(stores.clickHouse().orElseThrow().url()).getPort();
  }

  int postgresPort() {
    return URI.create(stores.postgres().orElseThrow().url().substring("jdbc:".length())).getPort();
  }

  /** As {@code kill -9} does. */
  void killClickHouse() throws InterruptedException {
    kill(stores.clickHousePid().orElseThrow());
  }

  /** As {@code kill -9} does, to the server's first process, whose end ends the others. */
  void killPostgres() throws InterruptedException {
    kill(stores.postgresPid().orElseThrow());
  }

  private static void kill(long pid) throws InterruptedException {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Waits until both answer again. */
  void awaitBack() {
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
      try (ClickHouse clickHouse = clickHouse("system"); Postgres postgres = postgres()) {
        return !clickHouse.version().isEmpty() && !postgres.version().isEmpty();
      }
    });
  }

  void createDatabase(String name) {
    try (Postgres server = postgres()) {
      server.update("CREATE DATABASE " + name);
    }
  }

  void dropDatabase(String name) {
    try (ClickHouse clickHouse = clickHouse("system")) {
      clickHouse.execute("DROP DATABASE IF EXISTS " + name + " SYNC", Map.of());
    }
    try (Postgres server = postgres()) {
      // refused while a vacuum of the server's own is in it, which this user may not end
      await().atMost(Duration.ofSeconds(60)).ignoreException(StoreRejectedException.class).until(() -> {
        server.update("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        return true;
      });
    }
  }

  ClickHouseSettings clickHouseSettings(String database) {
    return TestStores.clickHouseSettings(stores, database);
  }

  private ClickHouse clickHouse(String database) {
    return ClickHouseClients.connect(clickHouseSettings(database));
  }

  PostgresSettings postgresSettings(String database) {
    EmbeddedStores.Endpoint endpoint = stores.postgres().orElseThrow();
    return new PostgresSettings(endpoint.url().replaceAll("/[^/]*$", "/" + database), endpoint.user(), endpoint.password(), 1);
  }

  /** Settings by which a process uses them as this one does. */
  Map<String, String> users() {
    EmbeddedStores.Endpoint clickHouse = stores.clickHouse().orElseThrow();
    EmbeddedStores.Endpoint postgres = stores.postgres().orElseThrow();
    return Map.of("CLICKHOUSE_USER", clickHouse.user(), "CLICKHOUSE_PASSWORD", clickHouse.password(),
        "DATABASE_USER", postgres.user(), "DATABASE_PASSWORD", postgres.password());
  }

  private Postgres postgres() {
    return Postgres.connect(postgresSettings("postgres"));
  }

  @Override
  public void close() {
    if (own) {
      stores.close();
    }
  }
}
