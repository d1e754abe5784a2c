package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.nightly.RunStatus;
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
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.DeadLetters;
import io.cascadian.testkit.CommandRun;
import io.cascadian.testkit.RouteTree;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestStores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Rejected records, files and exchanges of a running service: listed, looked at and replayed over HTTP and by the commands. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeadLetterServiceIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String USER = "0x" + "a".repeat(40);
  private static final String POOL = "0x" + "1".repeat(40);
  private static final String CONDITION = "7".repeat(64);

  @TempDir
  private static Path folder;
  private static Map<String, String> databases;
  private static Service service;
  private static Stores stores;
  private static DeadLetters letters;

  @BeforeAll
  static void start() throws Exception {
    Path feed = folder.resolve("amm.jsonl");
    StringBuilder lines = new StringBuilder("{\"record\":\"head\",\"block\":80000100,\"timestamp\":1760000200}\n");
    lines.append(entity("FixedProductMarketMaker",
        "{\"id\":\"" + POOL + "\",\"creationTimestamp\":\"1\",\"conditions\":[\"0x" + CONDITION + "\"]}"));
    // the condition of the pool no source has; the type of the last one is none
    for (int i = 1; i <= 4; i++) {
      lines.append(entity("FpmmTransaction", "{\"id\":\"0x0" + i + "_1\",\"type\":\"" + (i == 4 ? "Lend" : "Buy") + "\","
          + "\"timestamp\":\"160000000" + i + "\",\"market\":\"" + POOL + "\",\"user\":\"" + USER + "\",\"tradeAmount\":\"2000000\","
          + "\"feeAmount\":\"0\",\"outcomeIndex\":\"1\",\"outcomeTokensAmount\":\"4000000\"}"));
    }
    Files.writeString(feed, lines);
    // pages go to a folder that is not there yet
    Files.writeString(RouteTree.lookingOften(folder.resolve("routes")).root().resolve("pager.camel.yaml"), String.format(Locale.ROOT, """
        - route:
            id: pager
            description: Pages somebody once
            routeConfigurationId: dead-letters
            from:
              uri: timer:pager
              parameters:
                delay: 0
                repeatCount: 1
              steps:
                - setBody:
                    constant:
                      expression: wake up
                - to:
                    uri: file:%s
                    parameters:
                      fileName: page.txt
                      autoCreate: false
        """, folder.resolve("pages")));
    databases = TestStores.freshEnvironment();
    Settings settings = Modules.load(Map.of(
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        SandboxSettings.SANDBOX_FEED, feed.toString(),
        ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString(),
        ResolutionSettings.DROP_DIR, folder.resolve("drop").toString(),
        RouteSettings.ROUTES_DIR, folder.resolve("routes").toString(),
        HttpSettings.HTTP_PORT, "0",
        HttpSettings.API_TOKEN, "secret",
        ResolutionSettings.RESOLUTION_MIN_RESOLVED, "0"), databases, folder);
    service = Service.start(settings, System.out, true);
    stores = Stores.open(settings, line -> { });
    letters = TestDeadLetters.of(stores.postgres());
    service.nightly("test");
  }

  @AfterAll
  static void stop() {
    stores.close();
    service.close();
  }

  private static String entity(String type, String object) {
    return "{\"record\":\"entity\",\"subgraph\":\"fpmm-subgraph\",\"entity\":\"" + type + "\",\"block\":80000000,\"object\":" + object + "}\n";
  }

  @Test
  @Order(1)
  void letters_areListedNewestFirst_countedByReason() throws Exception {
    JsonNode all = get("/api/dead-letters?stream=amm-transactions", 200);
    assertThat(all.path("by_reason").toString()).isEqualTo("{\"unknown-condition\":3,\"bad-trade-type\":1}");
    assertThat(all.path("dead_letters")).extracting(l -> l.path("origin").asText()).containsExactly(
        "fpmm-subgraph/0.0.1 1600000004/0x04_1", "fpmm-subgraph/0.0.1 1600000003/0x03_1", "fpmm-subgraph/0.0.1 1600000002/0x02_1",
        "fpmm-subgraph/0.0.1 1600000001/0x01_1");
    assertThat(all.path("dead_letters").get(0).has("payload")).isFalse();

    JsonNode some = get("/api/dead-letters?stream=amm-transactions&reason=unknown-condition&limit=1&offset=1&replayed=false", 200);
    assertThat(some.path("dead_letters")).extracting(l -> l.path("origin").asText()).containsExactly("fpmm-subgraph/0.0.1 1600000002/0x02_1");
    assertThat(get("/api/dead-letters?replayed=true", 200).path("dead_letters")).isEmpty();
    assertThat(get("/api/dead-letters?since=2999-01-01T00:00:00Z", 200).path("dead_letters")).isEmpty();
    assertThat(get("/api/dead-letters?stream=amm-transactions&since=2020-01-01T00:00:00Z", 200).path("dead_letters")).hasSize(4);
    assertThat(get("/api/dead-letters?since=yesterday", 400).path("detail").asText()).contains("since");
    assertThat(get("/api/dead-letters?replayed=perhaps", 400).path("detail").asText()).contains("replayed");
    assertThat(get("/api/dead-letters?limit=5000", 400).path("detail").asText()).contains("limit");

    JsonNode one = get("/api/dead-letters/" + id("0x02_1"), 200);
    assertThat(JSON.readTree(one.path("payload").asText()).path("pool").asText()).isEqualTo(POOL);
    assertThat(get("/api/dead-letters/999999", 404).path("title").asText()).isEqualTo("No such dead letter");
    assertThat(get("/api/dead-letters/x", 404).path("status").asInt()).isEqualTo(404);
  }

  @Test
  @Order(2)
  void replay_needsTokenAndFreeLock() throws Exception {
    long id = id("0x01_1");
    assertThat(replay(id, "wrong", 401).path("title").asText()).isEqualTo("Not authorised");
    assertThat(replay(999_999, "secret", 404).path("title").asText()).isEqualTo("No such dead letter");
    try (Connection other = stores.postgres().dataSource().getConnection();
        PreparedStatement lock = other.prepareStatement("SELECT pg_advisory_lock(hashtextextended('cascadian:nightly', 0))");
        PreparedStatement unlock = other.prepareStatement("SELECT pg_advisory_unlock(hashtextextended('cascadian:nightly', 0))")) {
      lock.execute();
      assertThat(replay(id, "secret", 409).path("title").asText()).isEqualTo("Another run is in progress");
      unlock.execute();
    }
    assertThat(letters.find(id).orElseThrow().attempts()).isZero();
  }

  @Test
  @Order(3)
  void replay_reportsWhetherRecordIsStored() throws Exception {
    long id = id("0x01_1");
    assertThat(replay(id, "secret", 422).path("detail").asText()).startsWith("unknown-condition: pool 0x1111");
    assertThat(letters.find(id).orElseThrow().attempts()).isEqualTo(1);

    stores.clickHouse().execute(
        "INSERT INTO tokens_dim VALUES (71, {c:String}, 0, 'test', 1, 0), (72, {c:String}, 1, 'test', 1, 0)", Map.of("c", CONDITION));
    JsonNode replayed = replay(id, "secret", 200);
    assertThat(replayed.path("replayed_at").asText()).isNotEmpty();
    assertThat(get("/api/nightly/runs/" + replayed.path("run").asLong(), 200).path("kind").asText()).isEqualTo("replay");
    assertThat(trades()).containsExactly("0x01_1 72 2");
    // asked for again, it is done already
    assertThat(replay(id, "secret", 200).path("run").isNull()).isTrue();
    assertThat(trades()).containsExactly("0x01_1 72 2");

    letters.record("resolution-map", "not-json", null, "{", "map.json");
    long map = open("resolution-map").get(0).id();
    assertThat(replay(map, "secret", 422).path("detail").asText()).contains("dropped again");
  }

  @Test
  @Order(4)
  void commands_listAndReplay() {
    assertThat(command(0, "dead-letters", "--reason", "unknown-condition")).hasSize(2).allMatch(line -> line.split("\t").length == 8)
        .first().asString().contains("amm-transactions\tunknown-condition\t1\t0\tfpmm-subgraph/0.0.1 1600000003/0x03_1\tpool 0x1111");
    assertThat(command(0, "dead-letters", "--since", "2099-01-01")).isEmpty();
    assertThat(String.join("", command(0, "dead-letters", "--id", Long.toString(id("0x04_1"))))).contains("\"bad-trade-type\"", "Lend");
    assertThat(command(1, "dead-letters", "--id", "999999")).isEmpty();
    assertThat(command(64, "replay")).isEmpty();
    assertThat(command(64, "replay", "--all", "--id", "1")).isEmpty();

    assertThat(command(2, "replay", "--all", "--dry-run")).contains("would store 2 rows of 3 records", "rejected again, bad-trade-type: 1")
        .anyMatch(line -> line.startsWith("not replayed, resolution-map: 1; 'resolution-map' is no stream of the routes"));
    assertThat(trades()).containsExactly("0x01_1 72 2");
    assertThat(command(1, "replay", "--stream", "resolution-map")).isEmpty();

    assertThat(command(0, "replay", "--stream", "amm-transactions", "--reason", "unknown-condition", "--since", "2020-01-01T00:00:00Z"))
        .anyMatch(line -> line.contains("replay") && line.contains("success"));
    assertThat(trades()).containsExactly("0x01_1 72 2", "0x02_1 72 2", "0x03_1 72 2");
    assertThat(command(2, "replay", "--id", Long.toString(id("0x04_1")))).anyMatch(line -> line.contains("bad-trade-type"));
    assertThat(command(0, "dead-letters", "--stream", "amm-transactions", "--header")).hasSize(2);
  }

  @Test
  @Order(5)
  void replayedTrades_areInNextRunsNumbers() {
    assertThat(service.nightly("test").status()).isNotEqualTo(RunStatus.FAILED);
    assertThat(stores.clickHouse().query(
        "SELECT concat(wallet, ' ', toString(net_shares)) FROM outcome_positions_v2", Map.of(), row -> row.getString(1)))
        .containsExactly(USER + " 12");
  }

  @Test
  @Order(6)
  void exchange_isReplayedOverHttpOrTheCommandNamesThatWay() throws Exception {
    await().atMost(Duration.ofSeconds(20)).until(() -> !open("pager").isEmpty());
    long id = open("pager").get(0).id();
    assertThat(get("/api/dead-letters/" + id, 200).path("route").asText()).isEqualTo("pager");
    assertThat(replay(id, "secret", 422).path("title").asText()).isEqualTo("Rejected again");
    CommandRun command = run("replay", "--stream", "pager");
    assertThat(command.code()).as(command.text()).isEqualTo(2);
    assertThat(command.text()).contains("not replayed, pager: 1; its route 'pager' begins at timer: and is only in the running service; ask that:"
        + " POST /api/dead-letters/" + id + "/replay");
    Files.createDirectories(folder.resolve("pages"));
    assertThat(replay(id, "secret", 200).path("replayed_at").asText()).isNotEmpty();
    assertThat(folder.resolve("pages/page.txt")).hasContent("wake up");
    assertThat(letters.find(id).orElseThrow().isOpen()).isFalse();
  }

  @Test
  @Order(7)
  void file_isGivenBackToTheDropFolderAndJudgedAgain() throws Exception {
    Files.writeString(folder.resolve("drop/map.json"), "{");
    long first = rejectedAfter(0);
    awaitEndOfRun();
    JsonNode answer = replay(first, "secret", 202);
    assertThat(answer.path("message").asText()).contains("'resolution-file-watch'");
    assertThat(answer.path("run").isNull()).as("a file is given back without the run lock").isTrue();
    long second = rejectedAfter(first);
    awaitEndOfRun();
    // in a process of its own, as beside a service on the same folders
    try (CommandLine command = CommandLine.start(environment(), "replay", "--id", Long.toString(second))) {
      assertThat(command.exitCode(90)).as(command.text()).isZero();
      assertThat(command.text()).contains("given back to the folder that its route reads: 1");
    }
    rejectedAfter(second);
  }

  @Test
  @Order(8)
  void requestForARun_isReplayedAsARunOverHttpAndByTheCommand() throws Exception {
    awaitEndOfRun();
    long overHttp = requestThatFailed();
    long before = nightlyRuns();
    JsonNode answer = replay(overHttp, "secret", 200);
    assertThat(answer.path("run").isNull()).as("what ran was no replay").isTrue();
    assertThat(nightlyRuns()).isEqualTo(before + 1);
    assertThat(letters.find(overHttp).orElseThrow().isOpen()).isFalse();

    long byCommand = requestThatFailed();
    CommandRun command = run("replay", "--id", Long.toString(byCommand));
    assertThat(command.code()).as(command.text()).isZero();
    assertThat(command.text()).contains("sent again: 1");
    assertThat(nightlyRuns()).isEqualTo(before + 2);
    assertThat(letters.find(byCommand).orElseThrow().isOpen()).isFalse();
  }

  @Test
  @Order(9)
  void exchange_beingReplayed_isNotSentTwice() throws Exception {
    long id = requestThatFailed();
    long before = nightlyRuns();
    try (Connection other = stores.postgres().dataSource().getConnection();
        PreparedStatement lock = other.prepareStatement("SELECT pg_advisory_lock(hashtextextended('cascadian:dead-letter:" + id + "', 0))");
        PreparedStatement unlock = other.prepareStatement("SELECT pg_advisory_unlock(hashtextextended('cascadian:dead-letter:" + id + "', 0))")) {
      lock.execute();
      assertThat(replay(id, "secret", 409).path("title").asText()).isEqualTo("Being replayed");
      unlock.execute();
    }
    assertThat(nightlyRuns()).isEqualTo(before);
    assertThat(letters.find(id).orElseThrow().attempts()).isZero();
  }

  @Test
  @Order(10)
  void requestedRun_duringAnotherRun_staysOpen() throws Exception {
    awaitEndOfRun();
    long id = requestThatFailed();
    long before = nightlyRuns();
    try (Connection other = stores.postgres().dataSource().getConnection();
        PreparedStatement lock = other.prepareStatement("SELECT pg_advisory_lock(hashtextextended('cascadian:nightly', 0))");
        PreparedStatement unlock = other.prepareStatement("SELECT pg_advisory_unlock(hashtextextended('cascadian:nightly', 0))")) {
      lock.execute();
      assertThat(replay(id, "secret", 409).path("title").asText()).isEqualTo("Another run is in progress");
      CommandRun command = run("replay", "--id", Long.toString(id));
      assertThat(command.code()).as(command.text()).isEqualTo(2);
      assertThat(command.text()).contains("not sent, because another run was in progress: 1");
      unlock.execute();
    }
    assertThat(letters.find(id).orElseThrow().isOpen()).as("its run was not executed").isTrue();
    assertThat(nightlyRuns()).isEqualTo(before);
    replay(id, "secret", 200);
    assertThat(nightlyRuns()).isEqualTo(before + 1);
  }

  /** A request for a nightly run that could not be begun, as the route of requests leaves it. */
  private static long requestThatFailed() {
    return stores.postgres().queryOne(
        "INSERT INTO dead_letters (stream, reason, payload, payload_hash, origin, route, headers, encoding, deliveries)"
            + " VALUES ('nightly-requests', 'critical-step', '', sha256(''), 'seda://nightly-requests ' || gen_random_uuid(), 'nightly-requests',"
            + " '{\"trigger\":\"http\"}', 'none', 3) RETURNING id", row -> row.getLong(1)).orElseThrow();
  }

  /** Nightly runs that were not skipped. */
  private static long nightlyRuns() {
    return stores.postgres().queryOne("SELECT count(*) FROM runs WHERE kind = 'nightly' AND status NOT IN ('skipped', 'running')", row -> row.getLong(1))
        .orElseThrow();
  }

  /** Waits until a dropped file was rejected, and returns the letter. */
  private static long rejectedAfter(long letter) {
    return await().atMost(Duration.ofSeconds(40)).until(() -> letters.list(DeadLetterFilter.open().ofStream("resolution-map"), 100, 0).stream()
        .filter(rejected -> rejected.exchange() != null && rejected.id() > letter).findFirst(), Optional::isPresent).orElseThrow().id();
  }

  private static void awaitEndOfRun() {
    await().atMost(Duration.ofSeconds(40)).until(() -> !get("/api/nightly/runs", 200).path("runs").path(0).path("status").asText().equals("running"));
  }

  private static List<DeadLetter> open(String stream) {
    return letters.list(DeadLetterFilter.open().ofStream(stream), 100, 0);
  }

  /** A command on the databases, routes and folders of the service. */
  private static CommandRun run(String... words) {
    return CommandRun.of(environment(), words);
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(databases);
    environment.putAll(Map.of("ROUTES_DIR", folder.resolve("routes").toString(), "DROP_DIR", folder.resolve("drop").toString(),
        "DATA_DIR", folder.resolve("data").toString(), "RUNTIME_DIR", folder.resolve("command-runtime").toString(),
        "LOG_DIR", folder.resolve("command-logs").toString()));
    return environment;
  }

  private static long id(String event) {
    return stores.postgres().queryOne("SELECT id FROM dead_letters WHERE origin LIKE ?", row -> row.getLong(1), "%/" + event).orElseThrow();
  }

  private static List<String> trades() {
    return stores.clickHouse().query(
        "SELECT concat(event_id, ' ', toString(token_id), ' ', toString(usd)) FROM trades_raw FINAL ORDER BY event_id", Map.of(),
        row -> row.getString(1));
  }

  /** Lines that the command printed, without the log's. */
  private static List<String> command(int exitCode, String... words) {
    CommandRun command = run(words);
    assertThat(command.code()).as(command.text()).isEqualTo(exitCode);
    return command.out().lines().filter(line -> !line.matches(".* (INFO|WARN|ERROR|DEBUG) .*")).toList();
  }

  private static JsonNode get(String path, int status) throws Exception {
    return answer(HttpRequest.newBuilder(URI.create(service.url() + path)).build(), status);
  }

  private static JsonNode replay(long id, String token, int status) throws Exception {
    return answer(HttpRequest.newBuilder(URI.create(service.url() + "/api/dead-letters/" + id + "/replay"))
        .header("Authorization", "Bearer " + token).POST(HttpRequest.BodyPublishers.noBody()).build(), status);
  }

  private static JsonNode answer(HttpRequest request, int status) throws Exception {
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(request.uri() + " " + response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith(status < 400 ? "application/json" : "application/problem+json");
    return JSON.readTree(response.body());
  }
}
