package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.module.CheckDescriptor;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.RouteSettings;
import io.cascadian.runtime.SandboxSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.runtime.Stores;
import io.cascadian.settings.Settings;
import io.cascadian.testkit.CommandRun;
import io.cascadian.testkit.RouteTree;
import io.cascadian.testkit.SharedData;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A running service: what it answers over HTTP, and what it does with files that are dropped into its folder. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServiceIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REAL_MAP = "resolution/expanded_resolution_map.2025-10-29.json";

  @TempDir
  private static Path folder;
  private static Path drop;
  private static Settings settings;
  private static Map<String, String> databases;
  private static Service service;
  private static Stores stores;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    Path feed = folder.resolve("empty.jsonl");
    Files.writeString(feed, "{\"record\":\"head\",\"block\":80000000,\"timestamp\":1760000000}\n");
    drop = folder.resolve("drop");
    databases = TestStores.freshEnvironment();
    settings = Modules.load(Map.of(
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        SandboxSettings.SANDBOX_FEED, feed.toString(),
        ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString(),
        ResolutionSettings.DROP_DIR, drop.toString(),
        RouteSettings.ROUTES_DIR, RouteTree.lookingOften(folder.resolve("routes")).root().toString(),
        HttpSettings.HTTP_PORT, "0",
        ResolutionSettings.RESOLUTION_MIN_RESOLVED, "1"), databases, folder);
    service = Service.start(settings, System.out, true);
    stores = Stores.open(settings, line -> { });
  }

  @AfterAll
  static void stop() {
    stores.close();
    service.close();
    assertThat(folder.resolve("data/service.json")).doesNotExist();
  }

  @Test
  @Order(1)
  void health_hasChecksOfAllModules_livenessNeedsNone() throws Exception {
    JsonNode health = get("/api/health", 200);
    assertThat(health.path("checks")).extracting(c -> c.path("check").asText()).containsExactlyElementsOf(
        Modules.contributions().all(CheckDescriptor.class).stream().map(CheckDescriptor::name).filter(name -> !name.equals("chain")).toList())
        .contains("clickhouse", "postgres", "source", "api");
    assertThat(health.path("overall_status").asText()).isEqualTo("warning");
    assertThat(get("/api/health/api", 200).path("status").asText()).isEqualTo("healthy");
    assertThat(get("/api/health/postgres", 200).path("status").asText()).isEqualTo("healthy");
    assertThat(get("/api/health/nothing", 404).path("title").asText()).isEqualTo("No such check");
    assertThat(get("/observe/health/live", 200).path("status").asText()).isEqualTo("UP");
    // ready once every route has polled for the first time
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(get("/observe/health/ready", 200).path("status").asText()).isEqualTo("UP"));
    assertThat(body("/observe/metrics")).contains("camel_exchanges_total").contains("jvm_memory_used_bytes");
    assertThat(health.toString()).doesNotContain("127.0.0.1");
  }

  @Test
  @Order(2)
  void secondRunOverHttp_whileOneRuns_isSkippedWithTheReason() throws Exception {
    assertThat(post("/api/nightly/run")).isEqualTo(202);
    assertThat(post("/api/nightly/run")).isEqualTo(202);
    await().atMost(Duration.ofSeconds(60)).until(() -> runs("nightly").size() == 2
        && runs("nightly").stream().noneMatch(r -> r.path("status").asText().equals("running")));
    assertThat(runs("nightly")).extracting(r -> r.path("status").asText()).contains("skipped");
    assertThat(runs("nightly")).filteredOn(r -> r.path("status").asText().equals("skipped")).singleElement()
        .extracting(r -> r.path("reason").asText()).asString().contains("another run").contains("process " + ProcessHandle.current().pid());
    assertThat(get("/api/nightly/runs?limit=0", 400).path("status").asInt()).isEqualTo(400);
  }

  @Test
  @Order(3)
  void droppedMap_isAppliedOnce() throws Exception {
    JsonNode applied = dropped("first.json", map("\"last_updated\":\"2025-10-01T00:00:00Z\"", entry('a', "YES"), entry('b', "NO"),
        split('c'), "{\"condition_id\":\"0x" + hex('d') + "\",\"market_id\":\"unknown\",\"resolved_outcome\":null}", "{\"market_id\":\"1\"}"));
    assertThat(applied.path("status").asText()).isEqualTo("applied");
    assertThat(applied.path("written").asInt()).isEqualTo(3);
    assertThat(applied.path("skipped")).isEqualTo(parse("{\"no-condition-id\":1,\"no-market-id\":1}"));
    JsonNode run = runs("resolution-file-apply").get(0);
    assertThat(run.path("skipped_entries").asInt()).isEqualTo(2);
    assertThat(get("/api/nightly/runs/" + run.path("run").asLong(), 200).path("steps").get(0).path("details").path("skipped_entries"))
        .isEqualTo(applied.path("skipped"));
    assertThat(applied.path("header_mismatches").get(0).asText()).contains("claims 99").contains("say 3");
    assertThat(inForce()).isEqualTo("a 1,0/1|b 0,1/1|c 27,23/50");

    // another time in the header, the rows in another order: not an update
    JsonNode moved = dropped("again.json", map("\"last_updated\":\"2026-01-01T00:00:00Z\"", entry('b', "NO"), entry('a', "YES"),
        "{\"market_id\":\"1\"}", split('c'), "{\"condition_id\":\"0x" + hex('d') + "\",\"market_id\":\"unknown\",\"resolved_outcome\":null}"));
    assertThat(moved.path("status").asText()).isEqualTo("unchanged");
    assertThat(count("market_resolutions")).isEqualTo(3);

    // a correction, a newcomer, and two that are no longer listed: those stay
    JsonNode changed = dropped("changed.json", map("\"x\":1", entry('a', "NO"), entry('e', "YES")));
    assertThat(List.of(changed.path("added").asInt(), changed.path("changed").asInt(), changed.path("absent").asInt())).containsExactly(1, 1, 2);
    assertThat(inForce()).isEqualTo("a 0,1/1|b 0,1/1|c 27,23/50|e 1,0/1");
  }

  @Test
  @Order(4)
  void badFiles_changeNothing_haveReason() throws Exception {
    String before = inForce();
    String whole = map("\"x\":1", entry('a', "YES"), entry('f', "YES"));
    assertThat(rejected("torn.json", whole.substring(0, whole.length() - 80))).contains("truncated");
    assertThat(rejected("malformed.json", "{\"resolutions\": [{\"condition_id\" 1}]}")).contains("malformed").contains("line 1");
    assertThat(rejected("missing.json", "{\"total_conditions\": 3}")).contains("resolutions-missing");
    assertThat(rejected("empty.json", "{\"resolutions\": []}")).contains("resolutions-empty");
    assertThat(rejected("object.json", "{\"resolutions\": {}}")).contains("resolutions-not-an-array");
    assertThat(rejected("list.json", "[1, 2]")).contains("not-an-object");
    StringBuilder lookups = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lookups.append("{\"condition_id\":\"0x").append(String.format(Locale.ROOT, "%064x", i)).append("\",\"market_id\":\"12\"}\n");
    }
    assertThat(rejected("lookups.jsonl", lookups.toString())).contains("poisoned-lookup").contains("market 12").contains("condition_ids");

    assertThat(inForce()).isEqualTo(before);
    assertThat(stores.postgres().query("SELECT reason FROM dead_letters WHERE stream = 'resolution-map' ORDER BY reason", row -> row.getString(1)))
        .containsExactly("malformed", "not-an-object", "poisoned-lookup", "resolutions-empty", "resolutions-missing", "resolutions-not-an-array",
            "truncated");
    try (Stream<Path> failed = Files.list(drop.resolve(".failed"))) {
      assertThat(failed).hasSize(7);
    }
  }

  @Test
  @Order(5)
  void fileBeingWritten_isAwaited() throws Exception {
    String whole = map("\"x\":1", entry('1', "YES"), entry('2', "YES"));
    Path file = drop.resolve("slow.json");
    for (int end = 0; end < 6; end++) {
      Files.writeString(file, whole.substring(0, whole.length() * (end + 1) / 6));
      Thread.sleep(300);
    }
    assertThat(outcome("slow.json").path("status").asText()).isEqualTo("applied");
    assertThat(inForce()).contains("1 1,0/1").contains("2 1,0/1");
  }

  @Test
  @Order(6)
  void realMap_givesKnownNumbers() throws Exception {
    Path real = SharedData.path(REAL_MAP);
    Path hidden = drop.resolve(".real.tmp");
    Files.copy(real, hidden);
    Files.move(hidden, drop.resolve("real.json"), StandardCopyOption.ATOMIC_MOVE);
    JsonNode applied = outcome("real.json");
    assertThat(applied.path("status").asText()).isEqualTo("applied");
    assertThat(applied.path("rows").asInt()).isEqualTo(2_858);
    assertThat(applied.path("written").asInt()).isEqualTo(1_179);
    assertThat(applied.path("outcomes")).isEqualTo(parse("{\"NO\":761,\"YES\":418}"));
    assertThat(applied.path("skipped")).isEqualTo(parse("{\"no-market-id\":1626,\"no-outcome\":53}"));
    assertThat(applied.path("header_mismatches").get(0).asText()).contains("2858").contains("1179");

    try (InputStream earlier = SharedData.open("resolution/expanded_resolution_map.2025-10-28.json.gz")) {
      Files.copy(earlier, hidden);
    }
    Files.move(hidden, drop.resolve("earlier.json"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(outcome("earlier.json").path("status").asText()).isEqualTo("unchanged");
    Files.copy(SharedData.path("resolution/market_id_lookup_results.jsonl.gz"), drop.resolve("real-lookups.jsonl.gz"));
    assertThat(outcome("real-lookups.jsonl.gz").path("reason").asText()).contains("market 12 is the answer for 15733 of 15733 conditions");
    Files.copy(SharedData.path("resolution/backfilled_market_ids.json"), drop.resolve("backfilled.json"));
    JsonNode report = outcome("backfilled.json");
    assertThat(report.path("status").asText()).isEqualTo("noted");
    assertThat(report.path("total_conditions_missing_market_id").asLong()).isEqualTo(44_047);
  }

  @Test
  @Order(7)
  void missingMarkets_areReportedByHttpAndCommand() throws Exception {
    assertThat(get("/api/markets/missing", 200).path("total").asInt(-1)).isZero();
    stores.clickHouse().execute("INSERT INTO tokens_dim VALUES (11, '" + hex('8') + "', 0, 'test', 1, 0), (12, '" + hex('8') + "', 1, 'test', 1, 0),"
        + " (13, '" + hex('9') + "', 0, 'test', 1, 0)", Map.of());
    // an answer may be two seconds old
    await().atMost(Duration.ofSeconds(10)).until(() -> get("/api/markets/missing", 200).path("total").asInt() > 0);
    JsonNode page = get("/api/markets/missing?limit=1&offset=1", 200);
    assertThat(page.path("total").asInt()).isEqualTo(2);
    assertThat(page.path("missing")).singleElement().extracting(m -> m.path("condition_id").asText() + " " + m.path("token_ids"))
        .isEqualTo(hex('9') + " [\"13\"]");
    assertThat(get("/api/markets/missing?limit=1001", 400).path("status").asInt()).isEqualTo(400);
    String printed = printed(0, "markets", "missing");
    assertThat(printed)
        .contains("condition_id\ttoken_ids\ttrades", hex('8') + "\t11,12\t0\t0", hex('9') + "\t13\t0\t0");
  }

  @Test
  @Order(8)
  void runsCommand_listsAndCompares() throws Exception {
    JsonNode newest = runs("resolution-file-apply").get(0);
    assertThat(printed(0, "runs", "--limit", "3")).contains("started by", newest.path("run").asText() + "  resolution-file-apply", "nightly runs in 30 days");
    assertThat(printed(0, "runs", newest.path("run").asText())).contains("run " + newest.path("run").asText() + " · resolution-file-apply", "compared with run ",
        "drop-publish-wallets", "overall");
    assertThat(printed(1, "runs", "999999")).isEmpty();
  }

  /** What a command prints on the databases of the service. */
  private static String printed(int exitCode, String... words) {
    CommandRun command = CommandRun.of(databases, words);
    assertThat(command.code()).as(command.text()).isEqualTo(exitCode);
    return command.out();
  }

  private static String map(String header, String... entries) {
    return "{\"resolved_conditions\":99," + header + ",\"resolutions\":[\n" + String.join(",\n", entries) + "\n]}\n";
  }

  private static String entry(char of, String outcome) {
    boolean yes = outcome.equals("YES");
    return "{\"condition_id\":\"0x" + hex(of) + "\",\"market_id\":\"7" + (int) of + "\",\"resolved_outcome\":\"" + outcome + "\",\"payout_yes\":"
        + (yes ? 1 : 0) + ",\"payout_no\":" + (yes ? 0 : 1) + ",\"resolved_at\":\"2025-09-30T12:00:00.000Z\"}";
  }

  private static String split(char of) {
    return "{\"condition_id\":\"0x" + hex(of) + "\",\"market_id\":\"9\",\"resolved_outcome\":\"SPLIT\",\"payout_yes\":0.54,\"payout_no\":0.46}";
  }

  private static String hex(char of) {
    return String.valueOf(of).repeat(64);
  }

  private static JsonNode dropped(String name, String content) throws Exception {
    Files.writeString(drop.resolve("." + name), content);
    Files.move(drop.resolve("." + name), drop.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    return outcome(name);
  }

  private static String rejected(String name, String content) throws Exception {
    JsonNode outcome = dropped(name, content);
    assertThat(outcome.path("status").asText()).isEqualTo("rejected");
    return outcome.path("reason").asText();
  }

  /** Returns the stored status of a file after its run has ended. */
  private static JsonNode outcome(String name) {
    return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(200)).until(() -> {
      List<JsonNode> found = stores.postgres().query(
          "SELECT to_jsonb(f) || f.counts FROM resolution_files AS f, run_lock WHERE f.name LIKE ? AND holder IS NULL",
          row -> parse(row.getString(1)), "%-" + name);
      return found.isEmpty() ? null : ((com.fasterxml.jackson.databind.node.ObjectNode) found.get(0)).set("written", found.get(0).path("rows_written"));
    }, found -> found != null);
  }

  private static String inForce() {
    List<String> rows = new ArrayList<>();
    stores.clickHouse().forEach(
        "SELECT concat(substring(condition_id, 1, 1), ' ', arrayStringConcat(arrayMap(n -> toString(n), payout_numerators), ','), '/',"
            + " toString(payout_denominator)) FROM market_resolutions FINAL ORDER BY condition_id", Map.of(), row -> rows.add(row.getString(1)));
    return String.join("|", rows);
  }

  private static long count(String table) {
    return stores.clickHouse().queryLong("SELECT count() FROM " + table, Map.of());
  }

  private static List<JsonNode> runs(String kind) throws Exception {
    List<JsonNode> runs = new ArrayList<>();
    get("/api/nightly/runs", 200).path("runs").forEach(run -> {
      if (run.path("kind").asText().equals(kind)) {
        runs.add(run);
      }
    });
    return runs;
  }

  private static JsonNode get(String path, int status) throws Exception {
    HttpResponse<String> response = HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }

  private static String body(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + path)).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private static int post(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + path)).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
