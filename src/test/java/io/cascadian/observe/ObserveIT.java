package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.RouteSettings;
import io.cascadian.runtime.SandboxSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.settings.Settings;
import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Checks the metrics and log files of a running service after one run, also against their documents. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObserveIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String POOL = "0x" + "1".repeat(40);
  private static final String REQUEST = "night-2026.11_25";

  @TempDir
  private static Path folder;
  private static Settings settings;
  private static Service service;
  private static Exposition metrics;

  @BeforeAll
  static void aRunThatWasAskedForOverHttp() throws Exception {
    Path feed = folder.resolve("feed.jsonl");
    StringBuilder lines = new StringBuilder("{\"record\":\"head\",\"block\":80000100,\"timestamp\":1760000200}\n");
    lines.append(entity("FixedProductMarketMaker",
        "{\"id\":\"" + POOL + "\",\"creationTimestamp\":\"1\",\"conditions\":[\"0x" + "7".repeat(64) + "\"]}"));
    // of a condition that no source has: two dead letters
    for (int i = 1; i <= 2; i++) {
      lines.append(entity("FpmmTransaction", "{\"id\":\"0x0" + i + "_1\",\"type\":\"Buy\",\"timestamp\":\"160000000" + i + "\",\"market\":\"" + POOL
          + "\",\"user\":\"0x" + "a".repeat(40) + "\",\"tradeAmount\":\"2000000\",\"feeAmount\":\"0\",\"outcomeIndex\":\"1\","
          + "\"outcomeTokensAmount\":\"4000000\"}"));
    }
    Files.writeString(feed, lines);
    settings = Modules.load(Map.of(
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        SandboxSettings.SANDBOX_FEED, feed.toString(),
        ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString(),
        ServiceSettings.LOG_DIR, folder.resolve("logs").toString(),
        ResolutionSettings.DROP_DIR, folder.resolve("drop").toString(),
        RouteSettings.ROUTES_DIR, RouteTree.lookingOften(folder.resolve("routes")).root().toString(),
        HttpSettings.HTTP_PORT, "0",
        ResolutionSettings.RESOLUTION_MIN_RESOLVED, "0"), Map.of(), folder);
    service = Service.start(settings, System.out, true);
    HttpResponse<String> asked = send(HttpRequest.newBuilder(URI.create(service.url() + "/api/nightly/run"))
        .header("X-Request-Id", REQUEST).POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(asked.statusCode()).isEqualTo(202);
    assertThat(asked.headers().firstValue("X-Request-Id")).contains(REQUEST);
    awaitMetric(m -> m.value("cascadian_run_last_end_timestamp_seconds", "kind", "nightly").isPresent());
    Files.writeString(folder.resolve("drop/.map.json"), "{\"resolutions\":[{\"condition_id\":\"0x" + "c".repeat(64)
        + "\",\"market_id\":\"77\",\"resolved_outcome\":\"YES\"},{\"market_id\":\"1\"}]}");
    Files.move(folder.resolve("drop/.map.json"), folder.resolve("drop/map.json"), StandardCopyOption.ATOMIC_MOVE);
    awaitMetric(m -> m.value("cascadian_run_last_end_timestamp_seconds", "kind", "resolution-file-apply").isPresent()
        && m.value("cascadian_disk_size_bytes", "folder", "clickhouse").isPresent());
  }

  /** Ends with a scrape after the values were set that fulfil the condition: one in that moment may have some of before. */
  private static void awaitMetric(Predicate<Exposition> condition) {
    await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(300)).until(() -> condition.test(metrics = scrape()));
    double read = value("cascadian_state_read_timestamp_seconds");
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(300))
        .until(() -> (metrics = scrape()).value("cascadian_state_read_timestamp_seconds").orElse(0.0) > read);
  }

  private static String entity(String type, String object) {
    return "{\"record\":\"entity\",\"subgraph\":\"fpmm-subgraph\",\"entity\":\"" + type + "\",\"block\":80000000,\"object\":" + object + "}\n";
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Exposition scrape() throws IOException, InterruptedException {
    return Exposition.parse(send(HttpRequest.newBuilder(URI.create(service.url() + "/observe/metrics"))).body());
  }

  @Test
  @Order(1)
  void metrics_areTheDocumentedOnes() throws Exception {
    Map<String, MetricsPage.Entry> documented = MetricsPage.read();
    Map<String, String> exposed = new TreeMap<>(metrics.types());
    exposed.keySet().removeIf(name -> !name.startsWith("cascadian_"));
    assertThat(documented.keySet()).containsAll(exposed.keySet());
    Set<String> missing = new TreeSet<>(documented.keySet());
    missing.removeAll(exposed.keySet());
    // of what is there after a run, only the lock is not held
    assertThat(missing).containsExactly("cascadian_run_lock_acquired_timestamp_seconds");
    exposed.forEach((name, type) -> {
      MetricsPage.Entry entry = documented.get(name);
      assertThat(entry.type()).as(name).isEqualTo(type);
      assertThat(metrics.help().get(name)).as(name).isNotBlank();
      assertThat(entry.labels()).as(name).isEqualTo(labels(name));
      assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
    });
  }

  private static Set<String> labels(String family) {
    return metrics.samples().stream().filter(s -> s.name().equals(family) || s.name().equals(family + "_count"))
        .flatMap(s -> s.labels().keySet().stream()).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @Order(2)
  void labels_areShortWords() {
    assertThat(metrics.samples()).filteredOn(s -> s.name().startsWith("cascadian_")).hasSizeGreaterThan(100).allSatisfy(sample ->
        assertThat(sample.labels().values()).as(sample.toString()).allMatch(BoundedLabels::isWord).doesNotContain(BoundedLabels.OTHER));
  }

  @Test
  @Order(3)
  void values_matchTheRun() {
    assertThat(value("cascadian_run_last_exit_code", "kind", "nightly")).isZero();
    assertThat(value("cascadian_runs_total", "kind", "nightly", "status", "success")).isEqualTo(1);
    assertThat(value("cascadian_step_last_success", "kind", "nightly", "step", "ingest")).isEqualTo(1);
    assertThat(value("cascadian_dead_letters_open", "stream", "amm-transactions", "reason", "unknown-condition")).isEqualTo(2);
    assertThat(value("cascadian_stream_newest_event_timestamp_seconds", "stream", "amm-transactions")).isEqualTo(1_600_000_002);
    // a scan of entities has no time
    assertThat(metrics.value("cascadian_stream_newest_event_timestamp_seconds", "stream", "amm-pools")).isEmpty();
    assertThat(value("cascadian_resolution_entries_total", "result", "written")).isEqualTo(1);
    assertThat(value("cascadian_resolution_entries_total", "result", "known")).isZero();
    assertThat(value("cascadian_resolution_entries_total", "reason", "no-condition-id")).isEqualTo(1);
    assertThat(value("cascadian_resolution_files_total", "status", "applied")).isEqualTo(1);
    assertThat(value("cascadian_resolution_files_total", "status", "rejected")).isZero();
    assertThat(value("cascadian_run_lock_held")).isZero();
    assertThat(value("cascadian_health_check_status", "check", "postgres")).isZero();
    assertThat(value("cascadian_source_http_requests_seconds_count", "client", "source", "outcome", "2xx")).isPositive();
    assertThat(value("cascadian_source_pages_total", "stream", "amm-transactions")).isPositive();
    assertThat(value("cascadian_pool_connections_max", "pool", "postgres")).isEqualTo(10);
    assertThat(value("cascadian_pool_connections", "pool", "clickhouse", "state", "idle")).isPositive();
    for (String folder : List.of("data", "clickhouse")) {
      assertThat(value("cascadian_disk_free_bytes", "folder", folder)).isPositive().isLessThan(value("cascadian_disk_size_bytes", "folder", folder));
    }
    assertThat(metrics.samples()).filteredOn(s -> s.name().equals("cascadian_gate_passed")).hasSizeGreaterThan(10);
    double now = Instant.now().getEpochSecond();
    assertThat(value("cascadian_nightly_next_timestamp_seconds")).isBetween(now, now + 26 * 3600);
    assertThat(value("cascadian_nightly_due_timestamp_seconds")).isBetween(now - 26 * 3600, now + 1);
    assertThat(value("cascadian_run_last_end_timestamp_seconds", "kind", "nightly")).isBetween(now - 600, now + 1);
  }

  private static double value(String name, String... labels) {
    return metrics.value(name, labels).orElseThrow(() -> new AssertionError("no " + name + " " + List.of(labels)));
  }

  @Test
  @Order(4)
  void rulesAndDashboard_useExistingMetrics() throws Exception {
    Set<String> there = metrics.samples().stream().map(Exposition.Sample::name).collect(Collectors.toCollection(TreeSet::new));
    Set<String> asked = new TreeSet<>(Dashboard.metrics());
    asked.add("process_start_time_seconds");
    // Prometheus' own; the lock is not held now
    asked.removeAll(Set.of("up", "cascadian_run_lock_acquired_timestamp_seconds"));
    assertThat(there).containsAll(asked);
  }

  @Test
  @Order(5)
  void log_hasRunStepAndRequest() throws Exception {
    List<JsonNode> nightly = log("nightly.jsonl");
    assertThat(nightly).isNotEmpty().allSatisfy(line -> {
      assertThat(line.path("run").isIntegralNumber()).isTrue();
      assertThat(line.path("fence").isIntegralNumber()).isTrue();
      assertThat(line.path("time").asText()).endsWith("Z");
    });
    assertThat(nightly).filteredOn(line -> line.path("kind").asText().equals("nightly"))
        .allSatisfy(line -> assertThat(line.path("request").asText()).isEqualTo(REQUEST))
        .extracting(line -> line.path("step").asText()).contains("health", "ingest", "gates");
    assertThat(nightly).filteredOn(line -> line.path("kind").asText().equals("resolution-file-apply")).isNotEmpty()
        .allMatch(line -> !line.has("request"));
    assertThat(log("application.jsonl")).extracting(line -> line.path("message").asText()).anyMatch(m -> m.startsWith("Run 1 (nightly) started"));
    assertThat(log("health.jsonl")).isNotEmpty().allSatisfy(line -> assertThat(line.path("checks").size()).isGreaterThan(6));
  }

  private static List<JsonNode> log(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("logs").resolve(name))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  @Order(6)
  void response_hasOwnOrCallersRequestId() throws Exception {
    assertThat(requestId("/api/nightly/runs", "abc.DEF-123")).isEqualTo("abc.DEF-123");
    assertThat(requestId("/api/nightly/runs", "two words")).matches("[0-9a-f-]{36}");
    assertThat(requestId("/api/nightly/runs", "x".repeat(65))).matches("[0-9a-f-]{36}");
    assertThat(requestId("/api/nightly/runs/none", "not-found-1")).isEqualTo("not-found-1");
    assertThat(requestId("/nowhere", null)).matches("[0-9a-f-]{36}");
  }

  private static String requestId(String path, String given) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path));
    return send(given == null ? request : request.header("X-Request-Id", given)).headers().firstValue("X-Request-Id").orElse("none");
  }

  @Test
  @Order(7)
  void restart_firstScrapeHasLastRun() throws Exception {
    service.close();
    service = Service.start(settings, System.out, true);
    Exposition again = scrape();
    for (String name : List.of("cascadian_run_last_end_timestamp_seconds", "cascadian_run_last_success_timestamp_seconds",
        "cascadian_run_last_exit_code", "cascadian_run_last_duration_seconds")) {
      assertThat(again.value(name, "kind", "nightly")).as(name).isEqualTo(metrics.value(name, "kind", "nightly"));
    }
    assertThat(again.value("cascadian_dead_letters_open", "stream", "amm-transactions", "reason", "unknown-condition")).contains(2.0);
  }
}
