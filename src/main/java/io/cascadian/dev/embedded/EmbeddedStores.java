package io.cascadian.dev.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ClickHouse and a Postgres run by this program itself, on a data directory that survives restarts.
 *
 * <p>One process owns a data directory at a time and runs the engines; a second one that opens it meanwhile uses the owner's. The engines
 * end with their owner, also when it is killed, and an engine that dies by itself is started again on the same port. Thread-safe.
 */
public final class EmbeddedStores implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ATTACH_WITHIN = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStores.class);
  /** Directories whose lock this process has: to ask the system for it again, and close the file, would give it up. */
  private static final Set<Path> OWNED = new HashSet<>();

  private final Path directory;
  private final boolean files;
  private final EnginePorts ports;
  private final Consumer<String> progress;
  private volatile StoreCredentials credentials;
  private volatile State state;
  private volatile FileLock lock;
  private volatile Engines engines;
  private volatile boolean closed;

  /**
   * Where a database can be reached.
   *
   * @param url HTTP URL of ClickHouse, JDBC URL of Postgres
   */
  public record Endpoint(String url, String user, String password) {

    @Override
    public String toString() {
      return "Endpoint[url=" + url + ", user=" + user + "]";
    }
  }

  /** What the owner tells others; ports are 0 for what it does not run. */
  record State(long ownerPid, int clickHousePort, int postgresPort) {}

  private EmbeddedStores(Path directory, boolean files, EnginePorts ports, Consumer<String> progress) {
    this.directory = directory;
    this.files = files;
    this.ports = ports;
    this.progress = progress;
  }

  /**
   * Starts the wanted engines, or finds them running.
   *
   * @param dataDir created when missing
   * @param progress gets a line for each thing that is fetched, started or found; called from several threads
   * @throws EmbeddedStoreException when an engine cannot be had
   */
  public static EmbeddedStores open(Path dataDir, boolean clickHouse, boolean postgres, Consumer<String> progress) {
    return open(dataDir, clickHouse, postgres, EnginePorts.ANY, progress);
  }

  /**
   * The same on ports of the caller's choice, where this process starts the engines; those that another process runs keep theirs.
   *
   * @throws EmbeddedStoreException when an engine cannot be had, or another program listens on its port
   */
  public static EmbeddedStores open(Path dataDir, boolean clickHouse, boolean postgres, EnginePorts ports, Consumer<String> progress) {
    Path directory = dataDir.toAbsolutePath().normalize();
    EmbeddedStores stores = new EmbeddedStores(directory, false, ports, progress);
    FileLock lock = tryLock(directory);
    return lock == null ? stores.attach(clickHouse, postgres) : stores.start(lock, clickHouse, postgres);
  }

  /**
   * Starts both engines for a benchmark, which lets ClickHouse read and write files by itself.
   *
   * @param folder of the benchmark alone; created when missing
   * @throws EmbeddedStoreException when an engine cannot be had
   */
  public static EmbeddedStores openForBenchmark(Path folder, Consumer<String> progress) {
    Path directory = folder.toAbsolutePath().normalize();
    FileLock lock = tryLock(directory);
    if (lock == null) {
      throw new EmbeddedStoreException("stores", "start", "another process uses " + directory + "; choose another folder", null);
    }
    return new EmbeddedStores(directory, true, EnginePorts.ANY, progress).start(lock, true, true);
  }

  /** Whether there have ever been any in this folder. Changes nothing. */
  public static boolean areIn(Path dataDir) {
    return Files.exists(dataDir.resolve("stores.json"));
  }

  private EmbeddedStores start(FileLock free, boolean wantClickHouse, boolean wantPostgres) {
    run(free, wantClickHouse ? chosen(ports.clickHouse()) : Engines.NONE, wantPostgres ? chosen(ports.postgres()) : Engines.NONE);
    return this;
  }

  private static int chosen(int port) {
    return port == 0 ? Engines.ANY : port;
  }

  /** Those of the directory, which is made private; a working directory that is the data directory as well keeps its rights. */
  private StoreCredentials credentials() {
    try {
      if (!directory.equals(Path.of("").toAbsolutePath().normalize())) {
        PrivateFiles.makePrivate(directory);
      }
      return StoreCredentials.of(directory);
    } catch (IOException e) {
      throw new EmbeddedStoreException("stores", "start", "the passwords of the databases cannot be read or made: " + e, e);
    }
  }

  /** Becomes the owner. */
  private void run(FileLock free, int clickHousePort, int postgresPort) {
    Engines started = null;
    try {
      credentials = credentials();
      started = Engines.start(directory, credentials, files, clickHousePort, postgresPort, progress);
      state = new State(ProcessHandle.current().pid(), started.clickHousePort(), started.postgresPort());
      write(directory, state);
      engines = started;
      lock = free;
    } catch (EmbeddedStoreException e) {
      if (started != null) {
        started.close();
      }
      release(directory, free);
      throw e;
    }
  }

  /**
   * Runs the engines from now on whenever their owner has ended, on the same ports. For a process that stays: a service that was started while a
   * command ran them would be without databases when that is done.
   */
  public void keepRunning() {
    Thread thread = new Thread(() -> {
      try {
        for (boolean said = false; !closed; TimeUnit.MILLISECONDS.sleep(500)) {
          try {
            takeOverWhenLeft();
            said = false;
          } catch (EmbeddedStoreException e) {
            if (!said) {
              LOG.error("The embedded databases of {} could not be taken over; trying on. {}", directory, e.getMessage());
              said = true;
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

  private synchronized void takeOverWhenLeft() {
    FileLock free = closed || isOwner() ? null : tryLock(directory);
    if (free != null) {
      LOG.warn("Process {}, which ran the embedded databases, has ended; this one runs them now", state.ownerPid);
      run(free, state.clickHousePort, state.postgresPort);
    }
  }

  private EmbeddedStores attach(boolean clickHouse, boolean postgres) {
    long deadline = System.nanoTime() + ATTACH_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<State> owner = read(directory).filter(s -> ProcessHandle.of(s.ownerPid).isPresent());
      if (owner.isPresent()
          && (!clickHouse || (owner.get().clickHousePort > 0 && EmbeddedClickHouse.answers(owner.get().clickHousePort)))
          && (!postgres || (owner.get().postgresPort > 0 && EmbeddedPostgresServer.answers(owner.get().postgresPort)))) {
        credentials = StoreCredentials.find(directory).orElseThrow(() -> new EmbeddedStoreException("stores", "attach",
            "process " + owner.get().ownerPid + " runs the databases of " + directory + " without passwords, as an older build of this program; restart it",
            null));
        progress.accept("using the embedded stores of process " + owner.get().ownerPid);
        state = new State(owner.get().ownerPid, clickHouse ? owner.get().clickHousePort : 0, postgres ? owner.get().postgresPort : 0);
        return this;
      }
      FileLock free = tryLock(directory);
      if (free != null) {
        return start(free, clickHouse, postgres);
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

  /** Where the system's user reads and writes; empty when ClickHouse was not asked for. */
  public Optional<Endpoint> clickHouse() {
    return clickHouse(StoreCredentials.USER, credentials.clickHouse());
  }

  /** The same for a user that only reads, and reaches neither files nor the network. */
  public Optional<Endpoint> clickHouseReader() {
    return clickHouse(StoreCredentials.READER, credentials.clickHouseReader());
  }

  private Optional<Endpoint> clickHouse(String user, String password) {
    return state.clickHousePort == 0
        ? Optional.empty()
        : Optional.of(new Endpoint("http://127.0.0.1:" + state.clickHousePort, user, password));
  }

  /** Empty when Postgres was not asked for. */
  public Optional<Endpoint> postgres() {
    return state.postgresPort == 0
        ? Optional.empty()
        : Optional.of(new Endpoint(
            "jdbc:postgresql://127.0.0.1:" + state.postgresPort + "/postgres", StoreCredentials.USER, credentials.postgres()));
  }

  /** Whether this process runs the engines, rather than using those of another. */
  public boolean isOwner() {
    return lock != null;
  }

  /** Process id of the embedded ClickHouse when this process runs it; for tests that kill it. */
  public Optional<Long> clickHousePid() {
    return Optional.ofNullable(engines).map(Engines::clickHouse).map(EmbeddedClickHouse::pid);
  }

  /** Process id of the embedded Postgres when this process runs it; for tests that kill it. */
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
    release(directory, lock);
  }

  /** @return null when another process has it, or this one */
  private static FileLock tryLock(Path directory) {
    synchronized (OWNED) {
      if (OWNED.contains(directory)) {
        return null;
      }
      FileLock lock = tryFileLock(directory);
      if (lock != null) {
        OWNED.add(directory);
      }
      return lock;
    }
  }

  private static FileLock tryFileLock(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel = FileChannel.open(
          directory.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
      }
      return lock;
    } catch (IOException e) {
      throw new EmbeddedStoreException("stores", "start", "the data directory " + directory + " cannot be used: " + e, e);
    }
  }

  private static void release(Path directory, FileLock lock) {
    try {
      synchronized (OWNED) {
        OWNED.remove(directory);
        lock.acquiredBy().close();
      }
    } catch (IOException e) {
      throw new EmbeddedStoreException("stores", "stop", "the data directory's lock cannot be released: " + e, e);
    }
  }

  private static void write(Path directory, State state) {
    try {
      Path temporary = directory.resolve("stores.json.tmp");
      JSON.writeValue(temporary.toFile(), state);
      Files.move(temporary, directory.resolve("stores.json"),
          StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new EmbeddedStoreException("stores", "start", "cannot write to " + directory + ": " + e, e);
    }
  }

  private static Optional<State> read(Path directory) {
    try {
      return Optional.of(JSON.readValue(directory.resolve("stores.json").toFile(), State.class));
    } catch (IOException e) {
      // not written yet by an owner that is still starting
      return Optional.empty();
    }
  }
}
