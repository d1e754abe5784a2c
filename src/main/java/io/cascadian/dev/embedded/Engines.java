package io.cascadian.dev.embedded;

import io.cascadian.store.EmbeddedStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  /** Free ports that are tried: between the choice and the engine's listening another program may take one. */
  private static final int ATTEMPTS = 5;

  /** An engine of a process that was killed ends by itself and gives its port back. */
  private static final Duration PREVIOUS_ENDS_WITHIN = Duration.ofSeconds(5);

  /**
   * Starts both side by side; when one cannot be started, the other is stopped.
   *
   * @param files whether statements on ClickHouse may read and write files
   * @throws EmbeddedStoreException when an engine cannot be started
   */
  static Engines start(Path directory, StoreCredentials credentials, boolean files, int clickHousePort, int postgresPort, Consumer<String> progress) {
    return start(directory, credentials, files, clickHousePort, postgresPort, FreePort::next, progress);
  }

  /**
   * The same with a choice of ports.
   *
   * @param free finds a port where {@link #ANY} is asked for; asked again when the port is taken before the engine listens there
   */
  static Engines start(Path directory, StoreCredentials credentials, boolean files, int clickHousePort, int postgresPort, IntSupplier free,
      Consumer<String> progress) {
    // the common pool has one thread on two cores
    Executor threads = task -> new Thread(task, "start of the embedded databases").start();
    CompletableFuture<EmbeddedClickHouse> clickHouse = CompletableFuture.supplyAsync(
        () -> clickHousePort == NONE ? null : listening("ClickHouse", clickHousePort, free,
            port -> EmbeddedClickHouse.start(directory.resolve("clickhouse"), credentials, files, port, progress)), threads);
    CompletableFuture<EmbeddedPostgresServer> postgres = CompletableFuture.supplyAsync(
        () -> postgresPort == NONE ? null : listening("Postgres", postgresPort, free,
            port -> EmbeddedPostgresServer.start(directory.resolve("postgres"), credentials, port, progress)), threads);
    try {
      return new Engines(clickHouse.join(), postgres.join());
    } catch (CompletionException e) {
      new Engines(clickHouse.exceptionally(failure -> null).join(), postgres.exceptionally(failure -> null).join()).close();
      throw e.getCause() instanceof EmbeddedStoreException store ? store
          : new EmbeddedStoreException("stores", "start", String.valueOf(e.getCause()), e);
    }
  }

  /** Starts an engine on a port. */
  @FunctionalInterface
  private interface Start<E> {
    E on(int port) throws PortTakenException;
  }

  /** Starts an engine on the wanted port, or on any free one: there a port that turns out to be taken is replaced. */
  private static <E> E listening(String engine, int wanted, IntSupplier free, Start<E> start) {
    if (wanted != ANY && !FreePort.becomesFree(wanted, PREVIOUS_ENDS_WITHIN)) {
      throw taken(engine, new PortTakenException(wanted));
    }
    for (int attempt = 1;; attempt++) {
      try {
        return start.on(wanted == ANY ? free.getAsInt() : wanted);
      } catch (PortTakenException e) {
        if (wanted != ANY || attempt == ATTEMPTS) {
          throw taken(engine, e);
        }
        LOG.info("{}: port {} is in use by another program, so the engine could not start on it; trying another port", engine, e.port());
      }
    }
  }

  private static EmbeddedStoreException taken(String engine, PortTakenException cause) {
    return new EmbeddedStoreException(engine, "start", cause.getMessage() + "; stop that program, or choose another port with EMBEDDED_"
        + engine.toUpperCase(Locale.ROOT) + "_PORT, 0 for any free one", cause);
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
