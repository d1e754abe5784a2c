package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.Setting;
import io.cascadian.runtime.Settings;
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

/** What a running service tells after one run: its metrics and its log files, by themselves and against their documents. */
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
    // of a condition that nobody tells of: two dead letters
    for (int i = 1; i <= 2; i++) {
      lines.append(entity("FpmmTransaction", "{\"id\":\"0x0" + i + "_1\",\"type\":\"Buy\",\"timestamp\":\"160000000" + i + "\",\"market\":\"" + POOL
          + "\",\"user\":\"0x" + "a".repeat(40) + "\",\"tradeAmount\":\"2000000\",\"feeAmount\":\"0\",\"outcomeIndex\":\"1\","
          + "\"outcomeTokensAmount\":\"4000000\"}"));
    }
    Files.writeString(feed, lines);
    settings = Settings.load(Map.of(
        Setting.DATA_DIR, folder.resolve("data").toString(),
        Setting.SANDBOX_FEED, feed.toString(),
        Setting.RUNTIME_DIR, folder.resolve("runtime").toString(),
        Setting.LOG_DIR, folder.resolve("logs").toString(),
        Setting.DROP_DIR, folder.resolve("drop").toString(),
        Setting.HTTP_PORT, "0",
        Setting.RESOLUTION_MIN_RESOLVED, "0"), Map.of(), folder);
    service = Service.start(settings, System.out, true);
    HttpResponse<String> asked = send(HttpRequest.newBuilder(URI.create(service.url() + "/api/nightly/run"))
        .header("X-Request-Id", REQUEST).POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(asked.statusCode()).isEqualTo(202);
    assertThat(asked.headers().firstValue("X-Request-Id")).contains(REQUEST);
    awaitMetric(m -> m.value("cascadian_run_last_end_timestamp_seconds", "kind", "nightly").isPresent());
    Files.writeString(folder.resolve("drop/.map.json"), "{\"resolutions\":[{\"condition_id\":\"0x" + "c".repeat(64)
        + "\",\"market_id\":\"77\",\"resolved_outcome\":\"YES\"},{\"market_id\":\"1\"}]}");
    Files.move(folder.resolve("drop/.map.json"), folder.resolve("drop/map.json"), StandardCopyOption.ATOMIC_MOVE);
    awaitMetric(m -> m.value("cascadian_run_last_end_timestamp_seconds", "kind", "resolutions-run").isPresent());
  }

  private static void awaitMetric(Predicate<Exposition> condition) {
    await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(300)).until(() -> condition.test(metrics = scrape()));
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
  void print() throws Exception {
    System.out.println("=====SCRAPE");
    System.out.println(send(HttpRequest.newBuilder(URI.create(service.url() + "/observe/metrics"))).body());
    System.out.println("=====LOGS");
    try (var files = Files.list(folder.resolve("logs"))) {
      for (Path file : files.toList()) {
        System.out.println("== " + file);
        Files.readAllLines(file).forEach(System.out::println);
      }
    }
  }
}
