package io.cascadian.dev.bench;

import io.cascadian.dev.embedded.EmbeddedStores;
import io.cascadian.files.Folders;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresMigrations;
import io.cascadian.store.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manages everything that a benchmark starts and writes, in one folder, and stops and deletes it when the benchmark ends, also after a failure.
 *
 * <p>Thread-safe.
 */
final class Fixture implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Fixture.class);

  private final Path folder;
  private final EmbeddedStores stores;
  private final Postgres postgres;
  private final Tables tables;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::stop, "end of the benchmark");
  private volatile boolean stopped;

  private Fixture(Path folder, EmbeddedStores stores) {
    this.folder = folder;
    this.stores = stores;
    EmbeddedStores.Endpoint endpoint = stores.postgres().orElseThrow();
    open.push(stores);
    Runtime.getRuntime().addShutdownHook(hook);
    postgres = keep(Postgres.connect(new PostgresSettings(endpoint.url(), endpoint.user(), endpoint.password(), 2)));
    new PostgresMigrations(postgres).migrate();
    tables = keep(new Tables(clickHouseEndpoint()));
  }

  /**
   * Starts databases of its own.
   *
   * @param folder created when missing
   * @throws BenchException when there is something in it
   */
  static Fixture open(Path folder, Consumer<String> progress) {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      try (DirectoryStream<Path> found = Files.newDirectoryStream(absolute)) {
        if (found.iterator().hasNext()) {
          throw new BenchException("there is something in " + absolute + ", and the benchmark deletes its folder at the end; delete it if a"
              + " killed benchmark left it, or choose another --data-dir", null);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return new Fixture(absolute, EmbeddedStores.openForBenchmark(absolute.resolve("stores"), progress));
    } catch (RuntimeException e) {
      delete(absolute);
      throw e;
    }
  }

  private static void delete(Path folder) {
    try {
      Folders.deleteIfExists(folder);
    } catch (IOException e) {
      throw new BenchException("the benchmark's folder " + folder + " could not be deleted: " + e, e);
    }
  }

  /** Has something closed at the end, before what was opened earlier. */
  synchronized <T extends AutoCloseable> T keep(T thing) {
    open.push(thing);
    return thing;
  }

  Path folder() {
    return folder;
  }

  Tables tables() {
    return tables;
  }

  Postgres postgres() {
    return postgres;
  }

  EmbeddedStores.Endpoint postgresEndpoint() {
    return stores.postgres().orElseThrow();
  }

  EmbeddedStores.Endpoint clickHouseEndpoint() {
    return stores.clickHouse().orElseThrow();
  }

  Optional<Long> clickHousePid() {
    return stores.clickHousePid();
  }

  /** CPU seconds of ClickHouse so far; null when unknown. */
  Double clickHouseCpu() {
    return stores.clickHousePid().flatMap(ProcessMeter::cpuSeconds).orElse(null);
  }

  private void stop() {
    stopped = true;
    end();
  }

  /** Runs a measurement; a failure because the program is being stopped is reported as that. */
  <T> T measure(Callable<T> work) throws IOException {
    try {
      return work.call();
    } catch (IOException | RuntimeException e) {
      if (stopped) {
        throw new BenchException("stopped before its end", e);
      }
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void end() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("Stopping a part of the benchmark failed", e);
      }
    }
    delete(folder);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program is being ended: the hook does it
      return;
    }
    end();
  }
}
