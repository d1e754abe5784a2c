package io.cascadian.dev.embedded;

import com.sun.jna.Native;
import io.cascadian.store.EmbeddedStoreException;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one ClickHouse in a child process that lives exactly as long as the pipe to it.
 *
 * <p>When the child dies by itself it is started again on the same port. Thread-safe.
 */
final class EmbeddedClickHouse implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedClickHouse.class);
  private static final long START_SECONDS = 60;
  private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH");

  private final Path directory;
  private final StoreCredentials credentials;
  private final boolean files;
  private final Path library;
  private final int port;
  private volatile Process process;
  private volatile boolean closed;

  private EmbeddedClickHouse(Path directory, StoreCredentials credentials, boolean files, Path library, int port) {
    this.directory = directory;
    this.credentials = credentials;
    this.files = files;
    this.library = library;
    this.port = port;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param files whether statements of the system's user may read and write files
   */
  static EmbeddedClickHouse start(Path directory, StoreCredentials credentials, boolean files, int port, Consumer<String> progress)
      throws PortTakenException {
    Path library = ChdbLibrary.path(progress);
    progress.accept("starting ClickHouse …");
    long begin = System.nanoTime();
    EmbeddedClickHouse engine = new EmbeddedClickHouse(directory, credentials, files, library, port);
    engine.launch();
    engine.supervise();
    progress.accept(String.format(Locale.ROOT, "ClickHouse is up on port %d after %.1f s", engine.port, (System.nanoTime() - begin) / 1e9));
    return engine;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  private synchronized void launch() throws PortTakenException {
    try {
      PrivateFiles.folder(directory);
      Path config = ClickHouseConfig.write(directory, credentials, files);
      Path log = directory.resolve("engine.log");
      StartLog started = StartLog.of(log);
      ProcessBuilder child = new ProcessBuilder(command(config))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      // not the service's, which may hold keys and passwords of other servers
      child.environment().keySet().retainAll(ENVIRONMENT);
      process = child.start();
      awaitReady(started);
    } catch (IOException | URISyntaxException e) {
      throw new EmbeddedStoreException("ClickHouse", "start", e.toString(), e);
    }
  }

  private void supervise() {
    Thread thread = new Thread(() -> {
      try {
        while (!closed) {
          int code = process.waitFor();
          if (!closed) {
            LOG.warn("The embedded ClickHouse ended with {}; starting it again on port {}", code, port);
            restart();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }, "embedded-clickhouse");
    thread.setDaemon(true);
    thread.start();
  }

  /** Retries every second until it is up again: a full disk or a taken port may be temporary. */
  private void restart() throws InterruptedException {
    for (boolean reported = false; !closed; TimeUnit.SECONDS.sleep(1)) {
      try {
        launch();
        return;
      } catch (EmbeddedStoreException | PortTakenException e) {
        if (!closed && !reported) {
          LOG.error("Restarting the embedded ClickHouse failed; retrying every second. {}", e.getMessage());
          reported = true;
        }
      }
    }
  }

  private void awaitReady(StartLog log) throws IOException, PortTakenException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!isUp()) {
      if (!process.isAlive()) {
        if (log.hasPortTaken()) {
          throw new PortTakenException(port);
        }
        throw new EmbeddedStoreException("ClickHouse", "start",
            "it ended with " + process.exitValue() + "; its output:\n" + NpmPackage.tail(log.file()), null);
      }
      if (closed || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new EmbeddedStoreException("ClickHouse", "start",
            closed ? "it is being closed" : "it did not answer within " + START_SECONDS + " s; its output:\n" + NpmPackage.tail(log.file()), null);
      }
      sleep();
    }
  }

  private List<String> command(Path config) throws URISyntaxException {
    List<String> command = new ArrayList<>(DetachedCommand.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        // what the virtual machine writes when the engine crashes, otherwise in the folder that the service was started in
        "-XX:ErrorFile=" + directory.resolve("engine-crash-%p.log")));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    // our own classes and JNA, wherever this process has them from: a jar, target/classes, a build tool's class loader
    command.add("-cp");
    command.add(location(ClickHouseProcess.class) + File.pathSeparator + location(Native.class));
    command.add(ClickHouseProcess.class.getName());
    command.add(library.toString());
    command.add("--path=" + directory.resolve("store"));
    command.add("--listen_host=127.0.0.1");
    command.add("--http_port=" + port);
    command.add("--config-file=" + config);
    command.add("--query");
    // without end: the process ends with its input
    command.add("SYSTEM START LISTEN HTTP; SELECT sleepEachRow(1) FROM system.numbers FORMAT Null SETTINGS max_block_size = 1");
    return command;
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Returns whether this engine answers a query; an engine of another data directory on the same port has other passwords. */
  private boolean isUp() {
    return responds(port, "/?query=SELECT%201", credentials.clickHouseAuthorization());
  }

  /** Returns whether a ClickHouse answers on the port of this machine. */
  static boolean answers(int port) {
    return responds(port, "/ping", null);
  }

  private static boolean responds(int port, String path, String authorization) {
    try {
      HttpURLConnection request = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      request.setConnectTimeout(500);
      request.setReadTimeout(2000);
      if (authorization != null) {
        request.setRequestProperty("Authorization", authorization);
      }
      try {
        return request.getResponseCode() == 200;
      } finally {
        request.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedStoreException("ClickHouse", "start", "interrupted", e);
    }
  }

  /** Closes the pipe, upon which the engine ends by itself; one that does not is killed. */
  @Override
  public void close() {
    closed = true;
    Process ending;
    // a start in progress sees that it is in vain
    synchronized (this) {
      ending = process;
    }
    try {
      ending.getOutputStream().close();
      if (!ending.waitFor(15, TimeUnit.SECONDS)) {
        LOG.warn("The embedded ClickHouse did not end within 15 s and is killed");
        ending.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      ending.destroyForcibly();
    } catch (InterruptedException e) {
      ending.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
