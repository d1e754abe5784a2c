package io.cascadian.dev.embedded;

import io.cascadian.store.EmbeddedDatabases;
import io.cascadian.store.EmbeddedStoreException;
import io.cascadian.store.EnginePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a ClickHouse and a Postgres on a data directory that survives restarts.
 *
 * <p>One process owns a data directory at a time and runs the engines; a second one that opens it meanwhile uses the owner's. The engines
 * end with their owner, also when it is killed, and an engine that dies by itself is started again on the same port. Thread-safe.
 */
public final class EmbeddedStores implements EmbeddedDatabases {

  private static final Duration ATTACH_WITHIN = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStores.class);

  private final Path directory;
  private final boolean files;
  private final EnginePorts ports;
  private final Consumer<String> progress;
  private volatile StoreCredentials credentials;
  private volatile OwnerState state;
  private volatile OwnerLock lock;
  private volatile Engines engines;
  private volatile boolean closed;

  private EmbeddedStores(Path directory, boolean files, EnginePorts ports, Consumer<String> progress) {
    this.directory = directory;
    this.files = files;
    this.ports = ports;
    this.progress = progress;
  }

  /**
   * Starts the wanted engines, or connects to running ones.
   *
   * @param dataDir created when missing
   * @param progress gets a line for each thing that is fetched, started or found; called from several threads
   * @throws EmbeddedStoreException when an engine cannot be started
   */
  public static EmbeddedStores open(Path dataDir, boolean clickHouse, boolean postgres, Consumer<String> progress) {
    return open(dataDir, clickHouse, postgres, EnginePorts.ANY, progress);
  }

  /**
   * Opens the databases on given ports if this process starts the engines; engines of another process keep their ports.
   *
   * @throws EmbeddedStoreException when an engine cannot be had, or another program listens on its port
   */
  public static EmbeddedStores open(Path dataDir, boolean clickHouse, boolean postgres, EnginePorts ports, Consumer<String> progress) {
    Path directory = dataDir.toAbsolutePath().normalize();
    EmbeddedStores stores = new EmbeddedStores(directory, false, ports, progress);
    Optional<OwnerLock> lock = OwnerLock.tryAcquire(directory);
    return lock.isPresent() ? stores.start(lock.get(), clickHouse, postgres) : stores.attach(clickHouse, postgres);
  }

  /**
   * Starts both engines for a benchmark, which lets ClickHouse read and write files by itself.
   *
   * @param folder used by the benchmark alone; created when missing
   * @throws EmbeddedStoreException when an engine cannot be started
   */
  public static EmbeddedStores openForBenchmark(Path folder, Consumer<String> progress) {
    Path directory = folder.toAbsolutePath().normalize();
    OwnerLock lock = OwnerLock.tryAcquire(directory).orElseThrow(() -> new EmbeddedStoreException(
        "stores", "start", "another process uses " + directory + "; choose another folder", null));
    return new EmbeddedStores(directory, true, EnginePorts.ANY, progress).start(lock, true, true);
  }

  private EmbeddedStores start(OwnerLock acquired, boolean wantClickHouse, boolean wantPostgres) {
    run(acquired, wantClickHouse ? chosen(ports.clickHouse()) : Engines.NONE, wantPostgres ? chosen(ports.postgres()) : Engines.NONE);
    return this;
  }

  private static int chosen(int port) {
    return port == 0 ? Engines.ANY : port;
  }

  /** Reads or creates the passwords and makes the directory private; a working directory that is the data directory as well keeps its rights. */
  private StoreCredentials credentials() {
    try {
      if (!directory.equals(Path.of("").toAbsolutePath().normalize())) {
        PrivateFiles.makePrivate(directory);
      }
      return StoreCredentials.of(directory);
    } catch (IOException e) {
      throw new EmbeddedStoreException("stores", "start", "the passwords of the databases cannot be read or created: " + e, e);
    }
  }

  /** Becomes the owner. */
  private void run(OwnerLock acquired, int clickHousePort, int postgresPort) {
    Engines started = null;
    try {
      credentials = credentials();
      started = Engines.start(directory, credentials, files, clickHousePort, postgresPort, progress);
      state = new OwnerState(ProcessHandle.current().pid(), started.clickHousePort(), started.postgresPort());
      state.write(directory);
      engines = started;
      lock = acquired;
    } catch (EmbeddedStoreException e) {
      if (started != null) {
        started.close();
      }
      acquired.release();
      throw e;
    }
  }

  @Override
  public void keepRunning() {
    Thread thread = new Thread(() -> {
      try {
        for (boolean reported = false; !closed; TimeUnit.MILLISECONDS.sleep(500)) {
          try {
            takeOverOrphaned();
            reported = false;
          } catch (EmbeddedStoreException e) {
            if (!reported) {
              LOG.error("Taking over the embedded databases of {} failed; retrying every 0.5 s. {}", directory, e.getMessage());
              reported = true;
            }
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }, "embedded-stores");
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void takeOverOrphaned() {
    if (closed || isOwner()) {
      return;
    }
    OwnerLock.tryAcquire(directory).ifPresent(acquired -> {
      LOG.warn("Process {}, which ran the embedded databases, has ended; this one runs them now", state.ownerPid());
      run(acquired, state.clickHousePort(), state.postgresPort());
    });
  }

  private EmbeddedStores attach(boolean clickHouse, boolean postgres) {
    long deadline = System.nanoTime() + ATTACH_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<OwnerState> owner = OwnerState.read(directory).filter(s -> s.answers(clickHouse, postgres));
      if (owner.isPresent()) {
        credentials = StoreCredentials.find(directory).orElseThrow(() -> new EmbeddedStoreException("stores", "attach",
            "process " + owner.get().ownerPid() + " runs the databases of " + directory + " without passwords, as an older build of this program; restart it",
            null));
        progress.accept("using the embedded stores of process " + owner.get().ownerPid());
        state = owner.get().only(clickHouse, postgres);
        return this;
      }
      Optional<OwnerLock> acquired = OwnerLock.tryAcquire(directory);
      if (acquired.isPresent()) {
        return start(acquired.get(), clickHouse, postgres);
      }
      pause();
    }
    throw new EmbeddedStoreException("stores", "attach",
        "another process uses " + directory + " but its databases do not answer; stop that process or choose another --data-dir", null);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedStoreException("stores", "attach", "interrupted", e);
    }
  }

  @Override
  public Optional<Endpoint> clickHouse() {
    return clickHouse(StoreCredentials.USER, credentials.clickHouse());
  }

  @Override
  public Optional<Endpoint> clickHouseReader() {
    return clickHouse(StoreCredentials.READER, credentials.clickHouseReader());
  }

  private Optional<Endpoint> clickHouse(String user, String password) {
    return state.clickHousePort() == 0
        ? Optional.empty()
        : Optional.of(new Endpoint("http://127.0.0.1:" + state.clickHousePort(), user, password));
  }

  @Override
  public Optional<Endpoint> postgres() {
    return state.postgresPort() == 0
        ? Optional.empty()
        : Optional.of(new Endpoint(
            "jdbc:postgresql://127.0.0.1:" + state.postgresPort() + "/postgres", StoreCredentials.USER, credentials.postgres()));
  }

  /** Returns whether this process runs the engines, rather than using those of another. */
  public boolean isOwner() {
    return lock != null;
  }

  /** Returns the process id of the embedded ClickHouse when this process runs it; for tests that kill it. */
  public Optional<Long> clickHousePid() {
    return Optional.ofNullable(engines).map(Engines::clickHouse).map(EmbeddedClickHouse::pid);
  }

  /** Returns the process id of the embedded Postgres when this process runs it; for tests that kill it. */
  public Optional<Long> postgresPid() {
    return Optional.ofNullable(engines).map(Engines::postgres).flatMap(EmbeddedPostgresServer::pid);
  }

  /** Stops the engines when this process runs them. */
  @Override
  public synchronized void close() {
    closed = true;
    if (lock == null) {
      return;
    }
    engines.close();
    lock.release();
  }
}
