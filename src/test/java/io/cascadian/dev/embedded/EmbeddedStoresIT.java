package io.cascadian.dev.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.EmbeddedStoreException;
import io.cascadian.store.EnginePorts;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.TestStores;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("proof")
class EmbeddedStoresIT {

  @TempDir
  Path folder;

  @Test
  void restart_keepsData_secondOpenerSharesEngines() {
    try (EmbeddedStores stores = open()) {
      clickHouse(stores, c -> {
        c.execute("CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a", Map.of());
        c.execute("INSERT INTO t VALUES (42)", Map.of());
      });
      postgres(stores, p -> {
        p.update("CREATE TABLE t (a int)");
        p.update("INSERT INTO t VALUES (43)");
      });
      try (EmbeddedStores second = open()) {
        assertThat(second.isOwner()).isFalse();
        assertThat(second.clickHouse()).isEqualTo(stores.clickHouse());
        clickHouse(second, c -> assertThat(c.queryLong("SELECT a FROM t", Map.of())).isEqualTo(42));
      }
      // what merely used the engines has not stopped them
      clickHouse(stores, c -> assertThat(c.queryLong("SELECT a FROM t", Map.of())).isEqualTo(42));
    }
    try (EmbeddedStores stores = open()) {
      assertThat(stores.isOwner()).isTrue();
      clickHouse(stores, c -> assertThat(c.queryLong("SELECT a FROM t", Map.of())).isEqualTo(42));
      postgres(stores, p -> assertThat(p.queryOne("SELECT a FROM t", row -> row.getInt(1))).contains(43));
    }
  }

  @Test
  void dataDirectoryWithoutPasswords_getsThemAndKeepsItsData() throws Exception {
    String former;
    try (EmbeddedStores stores = open()) {
      former = stores.clickHouse().orElseThrow().password();
      clickHouse(stores, c -> c.execute("CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a", Map.of()));
      postgres(stores, p -> p.update("CREATE TABLE t (a int)"));
    }
    // as builds of this program left it that had none
    Files.delete(folder.resolve("stores/credentials.json"));
    Files.writeString(folder.resolve("stores/postgres/data/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
    try (EmbeddedStores stores = open()) {
      assertThat(stores.clickHouse().orElseThrow().password()).isNotEqualTo(former);
      clickHouse(stores, c -> assertThat(c.queryLong("SELECT count() FROM t", Map.of())).isZero());
      postgres(stores, p -> p.update("INSERT INTO t VALUES (43)"));
    }
  }

  @Test
  void engines_whoseOwnerIsKilled_endAndKeepTheirData() throws Exception {
    Path data = folder.resolve("stores");
    Process owner = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-cp", System.getProperty("java.class.path"), Owner.class.getName(), data.toString())
        .redirectErrorStream(true).redirectOutput(folder.resolve("owner.log").toFile()).start();
    await("the owner is up", Duration.ofSeconds(90), () -> Files.exists(data.resolve("stores.json")) && Files.exists(data.resolve("ready")));
    OwnerState state = new com.fasterxml.jackson.databind.ObjectMapper()
        .readValue(data.resolve("stores.json").toFile(), OwnerState.class);

    owner.destroyForcibly().waitFor();

    await("both ports are closed", Duration.ofSeconds(20),
        () -> !open(state.clickHousePort()) && !open(state.postgresPort()));
    await("no process works on the directory", Duration.ofSeconds(10), () -> processesOn(data).isEmpty());
    try (EmbeddedStores stores = EmbeddedStores.open(data, true, true, line -> {})) {
      assertThat(stores.isOwner()).isTrue();
      clickHouse(stores, c -> assertThat(c.queryLong("SELECT a FROM t", Map.of())).isEqualTo(42));
      postgres(stores, p -> assertThat(p.queryOne("SELECT a FROM t", row -> row.getInt(1))).contains(43));
    }
  }

  @Test
  void remainingProcess_takesOverEngines() throws Exception {
    Path data = folder.resolve("stores");
    Process owner = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-cp", System.getProperty("java.class.path"), Owner.class.getName(), data.toString())
        .redirectErrorStream(true).redirectOutput(folder.resolve("owner.log").toFile()).start();
    await("the owner is up", Duration.ofSeconds(90), () -> Files.exists(data.resolve("ready")));
    try (EmbeddedStores stores = open()) {
      assertThat(stores.isOwner()).isFalse();
      EmbeddedStores.Endpoint clickHouse = stores.clickHouse().orElseThrow();
      EmbeddedStores.Endpoint postgres = stores.postgres().orElseThrow();
      stores.keepRunning();

      owner.destroyForcibly().waitFor();

      await("the other one runs them", Duration.ofSeconds(90), stores::isOwner);
      assertThat(stores.clickHouse()).contains(clickHouse);
      assertThat(stores.postgres()).contains(postgres);
      clickHouse(stores, c -> assertThat(c.queryLong("SELECT a FROM t", Map.of())).isEqualTo(42));
      postgres(stores, p -> assertThat(p.queryOne("SELECT a FROM t", row -> row.getInt(1))).contains(43));
      try (EmbeddedStores third = open()) {
        assertThat(third.isOwner()).as("opened twice in one process").isFalse();
        assertThat(third.clickHouse()).contains(clickHouse);
      }
      // the lock is still there: another process uses these engines instead of starting its own on the same files
      assertThat(otherProcessGetsTheLock(data)).isFalse();
    }
    assertThat(otherProcessGetsTheLock(data)).isTrue();
  }

  private static boolean otherProcessGetsTheLock(Path data) throws Exception {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
        "-cp", System.getProperty("java.class.path"), LockTaker.class.getName(), data.resolve("owner.lock").toString()).start().waitFor() == 0;
  }

  /** Ends with 0 when it gets the lock on a file. */
  static final class LockTaker {
    public static void main(String[] args) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
        System.exit(lock == null ? 1 : 0);
      }
    }
  }

  @Test
  void deadEngine_isRestartedOnSamePort() {
    try (EmbeddedStores stores = open()) {
      ProcessHandle.of(stores.clickHousePid().orElseThrow()).orElseThrow().destroyForcibly();
      ProcessHandle.of(stores.postgresPid().orElseThrow()).orElseThrow().destroyForcibly();

      await("ClickHouse answers again", Duration.ofSeconds(60), () -> succeeds(() -> clickHouse(stores, c -> c.version())));
      await("Postgres answers again", Duration.ofSeconds(60), () -> succeeds(() -> postgres(stores, p -> p.version())));
    }
  }

  @Test
  void unstartableEngine_isRetried() throws Exception {
    try (EmbeddedStores stores = EmbeddedStores.open(folder.resolve("stores"), true, false, System.out::println)) {
      int port = URI.create(stores.clickHouse().orElseThrow().url()).getPort();
      ProcessHandle.of(stores.clickHousePid().orElseThrow()).orElseThrow().destroyForcibly();
      try (ServerSocket taken = new ServerSocket()) {
        taken.setReuseAddress(true);
        await("the port is free and taken", Duration.ofSeconds(10), () -> binds(taken, port));
        Path log = folder.resolve("stores/clickhouse/engine.log");
        await("a start failed", Duration.ofSeconds(60), () -> contains(log, "Address already in use"));
      }
      await("ClickHouse answers again", Duration.ofSeconds(60), () -> succeeds(() -> clickHouse(stores, c -> c.version())));
    }
  }

  private static boolean contains(Path file, String words) {
    try {
      return Files.readString(file).contains(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean binds(ServerSocket socket, int port) {
    try {
      socket.bind(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void noNpm_errorHasRemedy() throws Exception {
    ProcessBuilder command = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-cp", System.getProperty("java.class.path"), Owner.class.getName(), folder.resolve("stores").toString())
        .redirectErrorStream(true);
    command.environment().put("PATH", "/nowhere");
    command.environment().put("CASCADIAN_CACHE", folder.resolve("cache").toString());
    Process owner = command.start();
    String output = new String(owner.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(owner.waitFor()).isNotZero();
    assertThat(output).contains("the npm client is not installed").contains("CLICKHOUSE_URL");
  }

  /** Opens stores, writes a row to each, and waits to be killed. */
  static final class Owner {
    public static void main(String[] args) throws Exception {
      Path data = Path.of(args[0]);
      EmbeddedStores stores = EmbeddedStores.open(data, true, true, System.out::println);
      clickHouse(stores, c -> {
        c.execute("CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a", Map.of());
        c.execute("INSERT INTO t VALUES (42)", Map.of());
      });
      postgres(stores, p -> {
        p.update("CREATE TABLE t (a int)");
        p.update("INSERT INTO t VALUES (43)");
      });
      Files.createFile(data.resolve("ready"));
      Thread.currentThread().join();
    }
  }

  @Test
  void chosenPort_isListenedOn_takenOneIsNamedWithItsSetting() throws Exception {
    int port = FreePort.next();
    try (EmbeddedStores stores = EmbeddedStores.open(folder.resolve("chosen"), true, false, new EnginePorts(port, 0), line -> { })) {
      assertThat(stores.clickHouse().orElseThrow().url()).isEqualTo("http://127.0.0.1:" + port);
    }
    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedStores.open(folder.resolve("taken"), true, false, new EnginePorts(other.getLocalPort(), 0), line -> { }).close())
          .isInstanceOf(EmbeddedStoreException.class).hasMessageContaining("port " + port).hasMessageContaining("EMBEDDED_CLICKHOUSE_PORT");
      assertThatThrownBy(() -> EmbeddedStores.open(folder.resolve("taken"), false, true, new EnginePorts(0, other.getLocalPort()), line -> { }).close())
          .isInstanceOf(EmbeddedStoreException.class).hasMessageContaining("port " + port).hasMessageContaining("EMBEDDED_POSTGRES_PORT");
    }
  }

  private EmbeddedStores open() {
    return EmbeddedStores.open(folder.resolve("stores"), true, true, System.out::println);
  }

  private static boolean open(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> processesOn(Path data) {
    return ProcessHandle.allProcesses()
        .map(p -> p.info().commandLine().orElse(""))
        .filter(c -> c.contains(data + File.separator) && !c.contains("EmbeddedStoresIT$Owner"))
        .toList();
  }

  private static void clickHouse(EmbeddedStores stores, java.util.function.Consumer<ClickHouse> work) {
    try (ClickHouse c = ClickHouseClients.connect(TestStores.clickHouseSettings(stores, "survivor"))) {
      work.accept(c);
    }
  }

  private static void postgres(EmbeddedStores stores, java.util.function.Consumer<Postgres> work) {
    EmbeddedStores.Endpoint endpoint = stores.postgres().orElseThrow();
    try (Postgres p = Postgres.connect(new PostgresSettings(endpoint.url(), endpoint.user(), endpoint.password(), 2))) {
      work.accept(p);
    }
  }

  private static boolean succeeds(Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static void await(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
