package io.cascadian.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A ClickHouse and a Postgres run by this program itself, on a data directory that survives restarts.
 *
 * <p>One process owns a data directory at a time and runs the engines; a second one that opens it meanwhile uses the owner's. The engines
 * end with their owner, also when it is killed, and an engine that dies by itself is started again on the same port. Thread-safe.
 */
public final class EmbeddedStores implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ATTACH_WITHIN = Duration.ofSeconds(60);

  private final FileLock lock;
  private final EmbeddedClickHouse clickHouse;
  private final EmbeddedPostgresServer postgres;
  private final State state;

  /**
   * Where a database can be reached.
   *
   * @param url HTTP URL of ClickHouse, JDBC URL of Postgres
   * @param password empty, as they listen on loopback only
   */
  public record Endpoint(String url, String user, String password) {}

  /** What the owner tells others; ports are 0 for what it does not run. */
  record State(long ownerPid, int clickHousePort, int postgresPort) {}

  private EmbeddedStores(FileLock lock, EmbeddedClickHouse clickHouse, EmbeddedPostgresServer postgres, State state) {
    this.lock = lock;
    this.clickHouse = clickHouse;
    this.postgres = postgres;
    this.state = state;
  }

  /**
   * Starts the wanted engines, or finds them running.
   *
   * @param dataDir created when missing
   * @param progress gets a line for each thing that is fetched, started or found; called from several threads
   * @throws EmbeddedStoreException when an engine cannot be had
   */
  public static EmbeddedStores open(Path dataDir, boolean clickHouse, boolean postgres, Consumer<String> progress) {
    Path directory = dataDir.toAbsolutePath().normalize();
    FileLock lock = tryLock(directory);
    return lock == null
        ? attach(directory, clickHouse, postgres, progress)
        : start(directory, lock, clickHouse, postgres, progress);
  }

  /** Whether there have ever been any in this folder. Changes nothing. */
  public static boolean areIn(Path dataDir) {
    return Files.exists(dataDir.resolve("stores.json"));
  }

  private static EmbeddedStores start(
      Path directory, FileLock lock, boolean wantClickHouse, boolean wantPostgres, Consumer<String> progress) {
    // side by side: the common pool has one thread on two cores
    Executor threads = task -> new Thread(task, "start of the embedded databases").start();
    CompletableFuture<EmbeddedClickHouse> clickHouse = CompletableFuture.supplyAsync(
        () -> wantClickHouse ? EmbeddedClickHouse.start(directory.resolve("clickhouse"), progress) : null, threads);
    CompletableFuture<EmbeddedPostgresServer> postgres = CompletableFuture.supplyAsync(
        () -> wantPostgres ? EmbeddedPostgresServer.start(directory.resolve("postgres"), progress) : null, threads);
    try {
      CompletableFuture.allOf(clickHouse, postgres).join();
      State state = new State(
          ProcessHandle.current().pid(),
          wantClickHouse ? clickHouse.join().port() : 0,
          wantPostgres ? postgres.join().port() : 0);
      write(directory, state);
      return new EmbeddedStores(lock, clickHouse.join(), postgres.join(), state);
    } catch (CompletionException | EmbeddedStoreException e) {
      clickHouse.handle((engine, failure) -> closeIfStarted(engine)).join();
      postgres.handle((engine, failure) -> closeIfStarted(engine)).join();
      release(lock);
      throw e instanceof EmbeddedStoreException store ? store
          : e.getCause() instanceof EmbeddedStoreException store ? store
          : new EmbeddedStoreException("stores", "start", String.valueOf(e.getCause()), e);
    }
  }

  private static Void closeIfStarted(AutoCloseable engine) {
    if (engine != null) {
      try {
        engine.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return null;
  }

  private static EmbeddedStores attach(Path directory, boolean clickHouse, boolean postgres, Consumer<String> progress) {
    long deadline = System.nanoTime() + ATTACH_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<State> state = read(directory).filter(s -> ProcessHandle.of(s.ownerPid).isPresent());
      if (state.isPresent()
          && (!clickHouse || (state.get().clickHousePort > 0 && EmbeddedClickHouse.answers(state.get().clickHousePort)))
          && (!postgres || (state.get().postgresPort > 0 && EmbeddedPostgresServer.answers(state.get().postgresPort)))) {
        progress.accept("using the embedded stores of process " + state.get().ownerPid);
        return new EmbeddedStores(null, null, null, new State(
            state.get().ownerPid, clickHouse ? state.get().clickHousePort : 0, postgres ? state.get().postgresPort : 0));
      }
      FileLock lock = tryLock(directory);
      if (lock != null) {
        return start(directory, lock, clickHouse, postgres, progress);
      }
      pause();
    }
    throw new EmbeddedStoreException("stores", "attach",
        "another process uses " + directory + " but its databases do not answer; stop that process or choose another --data-dir", null);
  }

  private static void pause() {
    try {
      java.util.concurrent.TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedStoreException("stores", "attach", "interrupted", e);
    }
  }

  /** Empty when ClickHouse was not asked for. */
  public Optional<Endpoint> clickHouse() {
    return state.clickHousePort == 0
        ? Optional.empty()
        : Optional.of(new Endpoint("http://127.0.0.1:" + state.clickHousePort, "default", ""));
  }

  /** Empty when Postgres was not asked for. */
  public Optional<Endpoint> postgres() {
    return state.postgresPort == 0
        ? Optional.empty()
        : Optional.of(new Endpoint(
            "jdbc:postgresql://127.0.0.1:" + state.postgresPort + "/postgres", EmbeddedPostgresServer.USER, ""));
  }

  /** Whether this process runs the engines, rather than using those of another. */
  public boolean isOwner() {
    return lock != null;
  }

  /** Process id of the embedded ClickHouse when this process runs it; for tests that kill it. */
  public Optional<Long> clickHousePid() {
    return Optional.ofNullable(clickHouse).map(EmbeddedClickHouse::pid);
  }

  /** Process id of the embedded Postgres when this process runs it; for tests that kill it. */
  public Optional<Long> postgresPid() {
    return Optional.ofNullable(postgres).flatMap(EmbeddedPostgresServer::pid);
  }

  /** Stops the engines when this process runs them. */
  @Override
  public void close() {
    if (lock == null) {
      return;
    }
    closeIfStarted(clickHouse);
    closeIfStarted(postgres);
    release(lock);
  }

  private static FileLock tryLock(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel = FileChannel.open(
          directory.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
      }
      return lock;
    } catch (IOException e) {
      throw new EmbeddedStoreException("stores", "start", "the data directory " + directory + " cannot be used: " + e, e);
    }
  }

  private static void release(FileLock lock) {
    try {
      lock.acquiredBy().close();
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
