package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.RouteTree;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a failed start leaves no thread, port or connection open. */
class FailedStartIT {

  private static final String CANNOT_START = """
      - route:
          id: cannot-start
          from:
            uri: file:/proc/cascadian
            parameters:
              autoCreate: false
              startingDirectoryMustExist: true
            steps:
              - to:
                  uri: log:never
      """;

  @TempDir
  private Path folder;
  private final PostgresSettings database = TestStores.freshPostgresSettings();

  /** Threads of parts that are started once for all tests, such as the databases, exist before. */
  @BeforeAll
  static void startStores() {
    TestStores.clickHouseServer();
    TestStores.freshPostgresSettings();
  }

  @Test
  void failureAfterRoutesStarted_stopsThem() throws Exception {
    // the file with the service's URL cannot be written
    Files.createDirectories(folder.resolve("data/service.json.tmp/taken"));
    failsAndLeavesNothing("cannot write to");
    assertThat(folder.resolve("data/service.json")).doesNotExist();
  }

  @Test
  void failedStart_nextStartSucceeds() throws Exception {
    Path taken = Files.createDirectories(folder.resolve("data/service.json.tmp/taken"));
    failsAndLeavesNothing("cannot write to");
    Files.delete(taken);
    Files.delete(taken.getParent());
    Settings settings = settings(Map.of(HttpSettings.HTTP_PORT, Integer.toString(freePort())));
    try (Service service = Service.start(settings, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), true)) {
      assertThat(RunningService.find(folder.resolve("data"))).isPresent();
    }
  }

  @Test
  void routeThatCannotStart_stopsOtherRoutes() throws Exception {
    Files.writeString(routes().resolve("cannot-start.camel.yaml"), CANNOT_START);
    failsAndLeavesNothing("/proc/cascadian");
  }

  @Test
  void unusableDefinitions_areReportedBeforeAnyStart() throws Exception {
    Path categories = Files.writeString(folder.resolve("categories.json"), "{}");
    Path contracts = Files.writeString(folder.resolve("contracts.csv"), "0x12,exchange\n");
    Settings settings = settings(Map.of(MarketSettings.CATEGORIES_FILE, categories.toString(), IngestSettings.CONTRACTS_FILE, contracts.toString(),
        StoreSettings.DATABASE_URL, "jdbc:postgresql://127.0.0.1:9/none"));
    assertThatThrownBy(() -> Service.start(settings, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), true))
        .isInstanceOf(SettingsException.class).hasMessageContaining("CATEGORIES_FILE: " + categories).hasMessageContaining("CONTRACTS_FILE: " + contracts);
  }

  private void failsAndLeavesNothing(String reason) throws Exception {
    Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    int port = freePort();
    Settings settings = settings(Map.of(HttpSettings.HTTP_PORT, Integer.toString(port)));
    assertThatThrownBy(() -> Service.start(settings, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), true)).hasStackTraceContaining(reason);
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(since(before)).isEmpty());
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).as("nobody listens").isTrue();
    }
  }

  /** Threads of the service that live; those of the JVM, of Java's own pools and of this test may come at any time. Java's HTTP client ends unreferenced. */
  private static Set<String> since(Set<Thread> before) {
    Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
    now.removeAll(before);
    return now.stream().filter(Thread::isAlive).map(Thread::getName)
        .filter(name -> Stream.of("ForkJoinPool", "process reaper", "Cleaner", "PostgreSQL-JDBC", "awaitility", "HttpClient-").noneMatch(name::startsWith))
        .collect(Collectors.toSet());
  }

  private Settings settings(Map<Setting, String> others) throws IOException {
    Map<Setting, String> all = new HashMap<>(Map.of(
        StoreSettings.CLICKHOUSE_URL, TestStores.clickHouseServer().url(),
        StoreSettings.CLICKHOUSE_DATABASE, "failed_start",
        StoreSettings.DATABASE_URL, database.jdbcUrl(),
        StoreSettings.DATABASE_USER, database.user(),
        SourceSettings.SOURCE_URL, "http://127.0.0.1:9",
        SourceSettings.GAMMA_URL, "http://127.0.0.1:9",
        RouteSettings.ROUTES_DIR, routes().toString(),
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString(),
        ResolutionSettings.DROP_DIR, folder.resolve("drop").toString()));
    all.putAll(others);
    return Modules.load(all, TestStores.users(), folder);
  }

  private Path routes() throws IOException {
    Path routes = folder.resolve("routes");
    return Files.exists(routes) ? routes : RouteTree.copiedTo(routes).root();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
