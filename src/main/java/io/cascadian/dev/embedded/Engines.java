package io.cascadian.dev.embedded;

import io.cascadian.http.FreePort;
import io.cascadian.store.EmbeddedStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Starts and stops the databases of one data directory together.
 *
 * @param clickHouse null when it was not asked for
 * @param postgres null likewise
 */
record Engines(EmbeddedClickHouse clickHouse, EmbeddedPostgresServer postgres) implements AutoCloseable {

  /** In place of a port: the engine is not wanted. */
  static final int NONE = 0;
  /** In place of a port: whichever is free. */
  static final int ANY = -1;

  /** An engine of a process that was killed ends by itself and gives its port back. */
  private static final Duration PREVIOUS_ENDS_WITHIN = Duration.ofSeconds(5);

  /**
   * Starts both side by side; when one cannot be started, the other is stopped.
   *
   * @param files whether statements on ClickHouse may read and write files
   * @throws EmbeddedStoreException when an engine cannot be started
   */
  static Engines start(Path directory, StoreCredentials credentials, boolean files, int clickHousePort, int postgresPort, Consumer<String> progress) {
    // the common pool has one thread on two cores
    Executor threads = task -> new Thread(task, "start of the embedded databases").start();
    CompletableFuture<EmbeddedClickHouse> clickHouse = CompletableFuture.supplyAsync(
        () -> clickHousePort == NONE ? null : EmbeddedClickHouse.start(
            directory.resolve("clickhouse"), credentials, files, port("ClickHouse", clickHousePort), progress), threads);
    CompletableFuture<EmbeddedPostgresServer> postgres = CompletableFuture.supplyAsync(
        () -> postgresPort == NONE ? null : EmbeddedPostgresServer.start(
            directory.resolve("postgres"), credentials, port("Postgres", postgresPort), progress), threads);
    try {
      return new Engines(clickHouse.join(), postgres.join());
    } catch (CompletionException e) {
      new Engines(clickHouse.exceptionally(failure -> null).join(), postgres.exceptionally(failure -> null).join()).close();
      throw e.getCause() instanceof EmbeddedStoreException store ? store
          : new EmbeddedStoreException("stores", "start", String.valueOf(e.getCause()), e);
    }
  }

  private static int port(String engine, int wanted) {
    if (wanted == ANY) {
      return FreePort.next();
    }
    if (!FreePort.becomesFree(wanted, PREVIOUS_ENDS_WITHIN)) {
      throw new EmbeddedStoreException(engine, "start", "another program listens on port " + wanted + " of the loopback address; stop that program, or"
          + " choose another port with EMBEDDED_" + engine.toUpperCase(Locale.ROOT) + "_PORT, 0 for any free one", null);
    }
    return wanted;
  }

  int clickHousePort() {
    return clickHouse == null ? NONE : clickHouse.port();
  }

  int postgresPort() {
    return postgres == null ? NONE : postgres.port();
  }

  @Override
  public void close() {
    if (clickHouse != null) {
      clickHouse.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }
}
