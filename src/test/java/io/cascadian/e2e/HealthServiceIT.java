package io.cascadian.e2e;

import io.cascadian.runtime.Inspections;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.health.HealthReport;
import io.cascadian.runtime.HealthSettings;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.SandboxSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.BlackHole;
import io.cascadian.testkit.TestStores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Health of a running service, whose databases stop answering and come back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthServiceIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int RETAINED = 3;

  @TempDir
  private static Path folder;
  private static BlackHole clickHouse;
  private static BlackHole postgres;
  private static Settings settings;
  private static PostgresSettings direct;
  private static Service service;

  @BeforeAll
  static void start() throws Exception {
    Path feed = folder.resolve("empty.jsonl");
    Files.writeString(feed, "{\"record\":\"head\",\"block\":80000000,\"timestamp\":1760000000}\n");
    direct = TestStores.freshPostgresSettings();
    clickHouse = BlackHole.relay(URI.create(TestStores.clickHouseServer().url()).getPort());
    postgres = BlackHole.relay(URI.create(direct.jdbcUrl().substring(5)).getPort());
    settings = Modules.load(Map.of(
        StoreSettings.CLICKHOUSE_URL, "http://" + clickHouse.address(),
        StoreSettings.CLICKHOUSE_DATABASE, "health_service",
        StoreSettings.DATABASE_URL, "jdbc:postgresql://" + postgres.address() + "/" + direct.jdbcUrl().replaceAll(".*/", ""),
        StoreSettings.DATABASE_USER, direct.user(),
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        SandboxSettings.SANDBOX_FEED, feed.toString(),
        ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString(),
        ResolutionSettings.DROP_DIR, folder.resolve("drop").toString(),
        HttpSettings.HTTP_PORT, "0",
        HealthSettings.HEALTH_HISTORY_SIZE, Integer.toString(RETAINED)), TestStores.users(), folder);
    service = Service.start(settings, System.out, true);
    try (Postgres published = Postgres.connect(direct)) {
      // else wallets are answered without ClickHouse
      published.update("UPDATE ledger_state SET watermark = 1");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    clickHouse.close();
    postgres.close();
  }

  @Test
  @Order(1)
  void reportsOverHttp_areStored_withTheirTypicalDuration() throws Exception {
    JsonNode report = get("/api/health", 200);
    assertThat(report.path("checks")).allSatisfy(check -> {
      assertThat(check.path("timeout_ms").asLong()).isPositive();
      assertThat(check.path("details").has("data_time")).as(check.toString()).isTrue();
    });
    assertThat(report.path("checks").findValuesAsText("version")).allMatch(version -> version.matches("\\d+\\.\\d.*"));
    await().until(() -> get("/api/health-history", 200).path("total").asInt() == 1);
    for (int i = 0; i < RETAINED + 1; i++) {
      get("/api/health", 200);
    }
    // a part of a report is none
    get("/api/health/clickhouse", 200);
    await().untilAsserted(() -> assertThat(get("/api/health-history?limit=1", 200).path("reports").get(0).path("id").asInt()).isEqualTo(RETAINED + 2));
    JsonNode history = get("/api/health-history?limit=2&offset=1", 200);
    assertThat(history.path("total").asInt()).isEqualTo(RETAINED);
    assertThat(history.path("reports")).extracting(r -> r.path("id").asInt()).containsExactly(RETAINED + 1, RETAINED);
    JsonNode retained = history.path("reports").get(0);
    assertThat(retained.path("overall_status").asText()).isEqualTo("warning");
    assertThat(retained.path("checks").path("postgres").path("status").asText()).isEqualTo("healthy");
    assertThat(retained.path("checks").path("clickhouse-tables").path("message").asText()).contains("without rows: ", "trades_raw");
    assertThat(get("/api/health", 200).path("typical_duration_ms").isIntegralNumber()).isTrue();
    assertThat(get("/api/health-history?limit=1001", 400).path("status").asInt()).isEqualTo(400);

    HealthReport read = Inspections.health(settings, true).report();
    assertThat(read.exitCode()).isZero();
    assertThat(read.text()).contains("✓ postgres", "⚠ clickhouse-tables", "typically ");
  }

  @Test
  @Order(2)
  void command_withTheServicesSettings_showsItsReport() throws Exception {
    Inspections.MadeReport made = Inspections.health(settings, false);
    assertThat(made.serviceUrl()).contains(service.url());
    JsonNode own = get("/api/health", 200);
    assertThat(made.report().exitCode()).isZero();
    assertThat(made.report().checks()).extracting(HealthReport.Entry::check).containsExactlyElementsOf(own.path("checks").findValuesAsText("check"));
    assertThat(made.report().text()).contains("✓ postgres", "⚠ clickhouse-tables", "typically ", "version: ");
    assertThat(JSON.valueToTree(made.report().json()).path("checks").get(0).path("timeout_ms").asLong()).isPositive();
    assertThat(made.report().json().keySet()).containsExactlyElementsOf(names(own));
    assertThat(made.differing()).isEmpty();
    // another database is not what the service reports of
    Inspections.MadeReport contrary = Inspections.health(with(StoreSettings.CLICKHOUSE_DATABASE, "health_nothing_there"), false);
    assertThat(contrary.serviceUrl()).isEmpty();
    assertThat(contrary.differing()).containsExactly("CLICKHOUSE_DATABASE");
  }

  @Test
  @Order(2)
  void command_withoutTheServicesVariables_showsItsReport() {
    Settings fromAnotherShell = Modules.load(Map.of(StoreSettings.DATA_DIR, folder.resolve("data").toString()), Map.of(), folder);
    Inspections.MadeReport made = Inspections.health(fromAnotherShell, false);
    assertThat(made.serviceUrl()).contains(service.url());
    assertThat(made.differing()).contains("CLICKHOUSE_URL", "DATABASE_URL", "SANDBOX_FEED", "DROP_DIR").doesNotContain("DATA_DIR", "HTTP_PORT");
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  @Order(2)
  void command_createsAndMigratesNothing() {
    Settings empty = with(StoreSettings.CLICKHOUSE_DATABASE, "health_nothing_there");
    HealthReport report = Inspections.health(empty, false).report();
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.text()).contains("there is no database of the name CLICKHOUSE_DATABASE; run the command 'migrate'", "missing: ", "trades_raw");
    assertThat(Inspections.health(empty, false).report().exitCode()).isEqualTo(1);

    Settings stranger = with(StoreSettings.DATABASE_URL, "jdbc:postgresql://" + postgres.address() + "/nothing_there");
    assertThat(Inspections.health(stranger, false).report().text()).contains("✗ postgres", "there is no database of that name");
  }

  @Test
  @Order(3)
  void hangingClickHouse_blocksNoCallerForLong() throws Exception {
    clickHouse.deafen();
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    try {
      // more than there are threads to work on them
      for (int i = 0; i < 30; i++) {
        String path = i % 2 == 0 ? "/api/markets/missing" : "/api/wallets/0x" + "0".repeat(39) + i % 10 + "/pnl";
        waiting.add(HTTP.sendAsync(request(path), HttpResponse.BodyHandlers.ofString()));
      }
      assertThat(status("/api/cron/status")).isEqualTo(200);
      for (CompletableFuture<HttpResponse<String>> answer : waiting) {
        assertThat(answer.get(15, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
        assertThat(answer.get().body()).contains("ClickHouse does not respond; try again later");
      }
    } finally {
      clickHouse.hear();
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> status("/api/markets/missing") == 200);
  }

  @Test
  @Order(4)
  void deafDatabases_leaveReportsBoundedAndServiceAlive() throws Exception {
    await().atMost(Duration.ofSeconds(20)).until(() -> status("/observe/health/ready") == 200);
    clickHouse.deafen();
    postgres.deafen();
    List<CompletableFuture<HttpResponse<Void>>> waiting = new ArrayList<>();
    try {
      CompletableFuture<HealthReport> command = CompletableFuture.supplyAsync(() -> Inspections.health(settings, false).report());
      for (int i = 0; i < 2; i++) {
        JsonNode own = get("/api/health", 503);
        assertThat(own.path("overall_status").asText()).isEqualTo("critical");
        assertThat(own.path("total_duration_ms").asLong()).isLessThan(30_000);
      }
      assertThat(Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("health-check")).count()).isLessThanOrEqualTo(2 * 8 * 3);
      HealthReport report = command.join();
      assertThat(report.exitCode()).isEqualTo(1);
      assertThat(report.durationMs()).isLessThan(30_000);
      assertThat(report.text()).contains("✗ clickhouse ", "✗ clickhouse-tables", "✗ postgres", "✗ resolution-freshness", "✗ resolution-integrity", "✗ api");
      assertThat(get("/observe/health/ready", 503).toString()).contains("stores");

      // more requests wait for Postgres than there are threads to work on them
      for (int i = 0; i < 40; i++) {
        waiting.add(HTTP.sendAsync(request("/api/nightly/runs"), HttpResponse.BodyHandlers.discarding()));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(status("/observe/health/live")).isEqualTo(200);
      }
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
    } finally {
      clickHouse.hear();
      postgres.hear();
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> status("/observe/health/ready") == 200);
    await().atMost(Duration.ofSeconds(30)).until(() -> status("/api/health") == 200);
    try (Postgres after = Postgres.connect(direct)) {
      // what could not be kept is lost; what came after is there
      await().until(() -> after.queryOne("SELECT overall FROM health_reports ORDER BY id DESC LIMIT 1", row -> row.getString(1))
          .orElseThrow().equals("warning"));
    }
  }

  private static Settings with(Setting setting, String value) {
    Map<Setting, String> values = new HashMap<>();
    for (Setting each : Modules.settings()) {
      if (settings.isGiven(each)) {
        values.put(each, settings.text(each));
      }
    }
    values.put(setting, value);
    return Modules.load(values, Map.of(), folder);
  }

  private static HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(service.url() + path)).timeout(Duration.ofSeconds(60)).build();
  }

  private static int status(String path) throws Exception {
    return HTTP.send(request(path), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static JsonNode get(String path, int status) throws Exception {
    HttpResponse<String> response = HTTP.send(request(path), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }
}
