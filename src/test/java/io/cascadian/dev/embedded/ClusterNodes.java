package io.cascadian.dev.embedded;

import com.sun.jna.Native;
import io.cascadian.store.ClickHouseSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs ClickHouse engines that know each other as the shards of a cluster, each in a process of its own, for tests that kill them: one that was killed stays down
 * until it is started again. They listen on loopback, without passwords.
 */
public final class ClusterNodes implements AutoCloseable {

  public static final String CLUSTER = "wallets";
  private static final long START_SECONDS = 60;

  private final List<Node> nodes;

  private ClusterNodes(List<Node> nodes) {
    this.nodes = nodes;
  }

  /** Starts them and waits until they answer. */
  public static ClusterNodes start(Path folder, int count) {
    try {
      List<Node> nodes = new ArrayList<>();
      for (int number = 1; number <= count; number++) {
        nodes.add(new Node(Files.createDirectories(folder.toAbsolutePath().resolve("node-" + number)), FreePort.next(), FreePort.next()));
      }
      String shards = nodes.stream().map(node -> "<shard><replica><host>127.0.0.1</host><port>" + node.tcpPort + "</port></replica></shard>")
          .collect(Collectors.joining());
      for (Node node : nodes) {
        Files.writeString(node.folder.resolve("config.xml"),
            "<clickhouse><remote_servers><" + CLUSTER + ">" + shards + "</" + CLUSTER + "></remote_servers></clickhouse>");
      }
      ClusterNodes cluster = new ClusterNodes(nodes);
      nodes.forEach(Node::start);
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Node node(int index) {
    return nodes.get(index);
  }

  /** Kills all and deletes what they stored; their logs stay. */
  @Override
  public void close() {
    for (Node node : nodes) {
      node.kill();
      try (Stream<Path> files = Files.walk(node.folder.resolve("store"))) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** One engine. Thread-safe. */
  public static final class Node {

    private final Path folder;
    private final int httpPort;
    private final int tcpPort;
    private Process process;

    private Node(Path folder, int httpPort, int tcpPort) {
      this.folder = folder;
      this.httpPort = httpPort;
      this.tcpPort = tcpPort;
    }

    public ClickHouseSettings settings(String database) {
      return ClickHouseSettings.of("http://127.0.0.1:" + httpPort, "default", "", database);
    }

    /** Starts it, also after it was killed, on the same files and ports, and waits until it answers. */
    public synchronized void start() {
      try {
        process = new ProcessBuilder(command()).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("engine.log").toFile())).start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!EmbeddedClickHouse.answers(httpPort) || !listens(tcpPort)) {
          if (!process.isAlive() || System.nanoTime() > deadline) {
            throw new IllegalStateException("a node did not start; its log is " + folder.resolve("engine.log"));
          }
          TimeUnit.MILLISECONDS.sleep(50);
        }
      } catch (IOException | URISyntaxException e) {
        throw new IllegalStateException("a node did not start", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    private static boolean listens(int port) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        return false;
      }
    }

    private List<String> command() throws URISyntaxException {
      return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
          "-XX:ErrorFile=" + folder.resolve("engine-crash-%p.log"), "-cp", location(ClickHouseProcess.class) + File.pathSeparator + location(Native.class),
          ClickHouseProcess.class.getName(), ChdbLibrary.path(line -> { }).toString(), "--path=" + folder.resolve("store"), "--listen_host=127.0.0.1",
          "--http_port=" + httpPort, "--tcp_port=" + tcpPort, "--config-file=" + folder.resolve("config.xml"), "--query",
          "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; SELECT sleepEachRow(1) FROM system.numbers FORMAT Null SETTINGS max_block_size = 1");
    }

    private static Path location(Class<?> type) throws URISyntaxException {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    public synchronized boolean isRunning() {
      return process != null && process.isAlive();
    }

    /** Kills it with signal 9. */
    public synchronized void kill() {
      if (process != null) {
        process.destroyForcibly();
        try {
          process.waitFor();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
