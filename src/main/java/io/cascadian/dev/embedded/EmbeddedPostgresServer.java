package io.cascadian.dev.embedded;

import io.cascadian.store.EmbeddedStoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one Postgres on a data directory that survives restarts.
 *
 * <p>Postgres detaches itself from whoever starts it, so a guard process watches a pipe to this one and stops the server when the pipe
 * breaks. When the server dies by itself it is started again on the same port. Thread-safe.
 */
final class EmbeddedPostgresServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgresServer.class);

  /**
   * Waits for the end of its input and, unless that input reports that the server has been stopped, stops it fast; one that was just starting
   * gets a moment to write its pid.
   */
  private static final String GUARD =
      """
      [ "$(cat)" = stopped ] && exit 0
      for i in 1 2 3 4 5 6 7 8 9 10; do
        pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null)
        if [ -n "$pid" ]; then
          kill -INT "$pid" 2>/dev/null || exit 0
          for j in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null || exit 0; sleep 0.5; done
          kill -QUIT "$pid" 2>/dev/null
          exit 0
        fi
        sleep 0.5
      done
      """;

  private static final byte[] STOPPED = "stopped".getBytes(StandardCharsets.US_ASCII);

  /** Longest handshake: what listens on the port may be another program that never answers. */
  private static final String LOGIN_SECONDS = "5";

  private final Path directory;
  private final StoreCredentials credentials;
  private final int port;
  private final Process guard;
  private volatile EmbeddedPostgres server;
  private volatile boolean closed;
  /** Reported once, until a restart succeeds. */
  private boolean restartFailed;

  private EmbeddedPostgresServer(Path directory, StoreCredentials credentials, int port, Process guard) {
    this.directory = directory;
    this.credentials = credentials;
    this.port = port;
    this.guard = guard;
  }

  /** Starts it and waits until it answers. */
  static EmbeddedPostgresServer start(Path directory, StoreCredentials credentials, int port, Consumer<String> progress) throws PortTakenException {
    boolean first = !Files.exists(directory.resolve("data").resolve("PG_VERSION"));
    progress.accept(first ? "unpacking and starting Postgres …" : "starting Postgres …");
    long begin = System.nanoTime();
    try {
      Path data = directory.resolve("data");
      PrivateFiles.folder(directory);
      stopLeftOver(data);
      List<String> command = new ArrayList<>(DetachedCommand.prefix());
      command.addAll(List.of("sh", "-c", GUARD, "postgres-guard", data.toString()));
      Process guard = new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      EmbeddedPostgresServer engine = new EmbeddedPostgresServer(directory, credentials, port, guard);
      try {
        engine.launch();
      } catch (PortTakenException e) {
        // the server of this attempt has ended, and the next one gets a guard of its own
        try (OutputStream toGuard = guard.getOutputStream()) {
          toGuard.write(STOPPED);
        }
        throw e;
      }
      engine.supervise();
      progress.accept(String.format(Locale.ROOT, "Postgres is up on port %d after %.1f s", engine.port, (System.nanoTime() - begin) / 1e9));
      return engine;
    } catch (IOException | RuntimeException e) {
      throw e instanceof EmbeddedStoreException store ? store
          : new EmbeddedStoreException("Postgres", "start", e + "; its log is " + directory.resolve("server.log"), e);
    }
  }

  private synchronized void launch() throws IOException, PortTakenException {
    StartLog started = StartLog.of(directory.resolve("server.log"));
    PostgresAccess access = new PostgresAccess(directory.resolve("data"));
    try (PortWatch watch = PortWatch.of(started)) {
      server = start(access, ProcessBuilder.Redirect.appendTo(started.file().toFile()));
      access.close(server.getPostgresDatabase(Map.of("localSocketAddress", access.address(), "loginTimeout", LOGIN_SECONDS)), credentials);
    } catch (IOException | RuntimeException e) {
      if (started.hasPortTaken()) {
        // gives up its lock of the data directory
        closeServer();
        throw new PortTakenException(port);
      }
      throw e;
    }
  }

  /** Closes what is left of a server that has ended. */
  private void closeServer() {
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("Closing the ended Postgres failed: {}", e.getMessage());
    }
  }

  private EmbeddedPostgres start(PostgresAccess access, ProcessBuilder.Redirect log) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(directory.resolve("data"))
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setOverrideWorkingDirectory(Files.createDirectories(NpmPackage.cache().resolve("postgres")).toFile())
        .setPGStartupWait(Duration.ofSeconds(60))
        .setDataDirectoryCustomizer(data -> access.letInOnce())
        .setConnectConfig("localSocketAddress", access.address())
        .setConnectConfig("loginTimeout", LOGIN_SECONDS)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "200")
        .setOutputRedirector(log)
        .setErrorRedirector(log)
        .start();
  }

  int port() {
    return port;
  }

  /** Returns the server's process id; empty while it is down. */
  Optional<Long> pid() {
    return pid(directory.resolve("data")).filter(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }

  private static Optional<Long> pid(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      return lines.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(lines.get(0).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Stops a server that an earlier owner of this data directory left running; the caller holds the directory's lock. */
  private static void stopLeftOver(Path data) {
    Optional<Long> stale = pid(data);
    Optional<ProcessHandle> process = stale.flatMap(ProcessHandle::of).filter(EmbeddedPostgresServer::isPostgres);
    if (process.isPresent()) {
      LOG.warn("Stopping the Postgres (process {}) that an earlier run left on {}", stale.get(), data);
      process.get().destroy();
      try {
        process.get().onExit().get(15, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        process.get().destroyForcibly();
      }
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(c -> Path.of(c).getFileName().toString().startsWith("postgres")).orElse(false);
  }

  private void supervise() {
    Thread thread = new Thread(() -> {
      while (!closed) {
        try {
          TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
          return;
        }
        if (!closed && pid().isEmpty()) {
          restart();
        }
      }
    }, "embedded-postgres");
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void restart() {
    if (closed) {
      return;
    }
    if (!restartFailed) {
      LOG.warn("The embedded Postgres ended; starting it again on port {}", port);
    }
    closeServer();
    try {
      launch();
      restartFailed = false;
    } catch (IOException | PortTakenException | RuntimeException e) {
      if (!restartFailed) {
        LOG.error("Restarting the embedded Postgres on port {} failed; retrying every 0.5 s", port, e);
        restartFailed = true;
      }
    }
  }

  /** Returns whether something accepts connections on the port of this machine. */
  static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Stopping the embedded Postgres failed: {}; its guard process stops it", e.getMessage());
    }
    try (OutputStream toGuard = guard.getOutputStream()) {
      if (pid().isEmpty()) {
        toGuard.write(STOPPED);
      }
      toGuard.close();
      if (!guard.waitFor(10, TimeUnit.SECONDS)) {
        guard.destroyForcibly();
      }
    } catch (IOException e) {
      guard.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
