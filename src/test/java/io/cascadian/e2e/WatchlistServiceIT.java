package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunStatus;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.SandboxSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.runtime.Stores;
import io.cascadian.runtime.WatchlistModule;
import io.cascadian.runtime.WatchlistSettings;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.testkit.CommandRun;
import io.cascadian.testkit.TestStores;
import io.cascadian.watchlist.AutoAddSwitch;
import io.cascadian.watchlist.EventLogException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Strategies and watchlists of a running service, over HTTP, by commands, and in its nightly run. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WatchlistServiceIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String WALLET = "0x" + "1".repeat(40);

  @TempDir
  private static Path folder;
  private static Map<String, String> databases;
  private static Service service;
  private static Stores stores;
  private static long second;

  @BeforeAll
  static void start() throws Exception {
    Path feed = folder.resolve("feed.jsonl");
    StringBuilder lines = new StringBuilder("{\"record\":\"head\",\"block\":80000100,\"timestamp\":1760000200}\n");
    lines.append("{\"record\":\"event\",\"id\":\"1\",\"slug\":\"example\",\"title\":\"Example\",\"tags\":[\"Crypto\"],\"created_at\":1750000000}\n");
    for (int market = 1; market <= 3; market++) {
      lines.append("{\"record\":\"market\",\"event_id\":\"1\",\"id\":\"" + market + "\",\"condition_id\":\"0x" + condition(market)
          + "\",\"question\":\"Will it?\",\"outcomes\":[\"Yes\",\"No\"],\"token_ids\":[\"" + market + "0\",\"" + market + "1\"]}\n");
      for (int outcome = 0; outcome < 2; outcome++) {
        lines.append("{\"record\":\"token\",\"block\":80000000,\"token_id\":\"" + market + outcome + "\",\"condition_id\":\"0x" + condition(market)
            + "\",\"outcome_index\":" + outcome + "}\n");
      }
    }
    lines.append("{\"record\":\"condition\",\"block\":80000000,\"condition_id\":\"0x" + condition(3)
        + "\",\"token_ids\":[\"30\",\"31\"],\"payout_numerators\":[1,0]}\n");
    lines.append("{\"record\":\"entity\",\"subgraph\":\"orderbook-subgraph\",\"entity\":\"OrderFilledEvent\",\"block\":80000000,\"object\":{"
        + "\"id\":\"0xaa_0xbb\",\"transactionHash\":\"0xaa\",\"timestamp\":\"1760000000\",\"orderHash\":\"0xbb\",\"maker\":\"" + WALLET + "\","
        + "\"taker\":\"0x2222222222222222222222222222222222222222\",\"makerAssetId\":\"0\",\"takerAssetId\":\"10\","
        + "\"makerAmountFilled\":\"4000000\",\"takerAmountFilled\":\"10000000\",\"fee\":\"0\"}}\n");
    Files.writeString(feed, lines);
    databases = TestStores.freshEnvironment();
    Settings settings = Modules.load(settings(feed, Map.of()), databases, folder);
    service = Service.start(settings, System.out, true);
    stores = Stores.open(settings, line -> { });
  }

  private static Map<Setting, String> settings(Path feed, Map<Setting, String> more) {
    Map<Setting, String> settings = new HashMap<>(Map.of(
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        SandboxSettings.SANDBOX_FEED, feed.toString(),
        ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString(),
        ResolutionSettings.DROP_DIR, folder.resolve("drop").toString(),
        HttpSettings.HTTP_PORT, "0",
        HttpSettings.API_TOKEN, "secret",
        ResolutionSettings.RESOLUTION_MIN_RESOLVED, "0",
        WatchlistSettings.AUTONOMOUS_TRADING_ENABLED, "true",
        WatchlistSettings.DEFAULT_CONDITION_IDS, condition(8) + " , 0x" + condition(9)));
    settings.putAll(more);
    return settings;
  }

  @AfterAll
  static void stop() {
    stores.close();
    service.close();
  }

  private static String condition(int market) {
    return String.format(Locale.ROOT, "%064x", 0xabc000 + market);
  }

  @Test
  @Order(1)
  void strategies_areCreatedOnce_badRequestsAreReported() throws Exception {
    JsonNode created = ask("POST", "/api/strategies",
        "{\"name\": \"first\", \"wallets\": [\"" + WALLET.replace("0x", "0X") + "\", \"" + WALLET + "\"], \"categories\": [\"Crypto\"]}", 201);
    assertThat(created.path("wallets").toString()).isEqualTo("[\"" + WALLET + "\"]");
    assertThat(created.path("active").asBoolean()).isTrue();
    assertThat(ask("GET", "/api/strategies/" + created.path("id").asLong(), null, 200)).isEqualTo(created);
    assertThat(ask("POST", "/api/strategies", "{\"name\": \"first\"}", 409).path("title").asText()).isEqualTo("Name taken");
    second = ask("POST", "/api/strategies", "{\"name\": \"second\", \"active\": false}", 201).path("id").asLong();

    assertThat(refused("/api/strategies", "{\"name\": \"x\", \"wallet\": []}")).contains("no field 'wallet'").contains("categories, name, wallets");
    assertThat(refused("/api/strategies", "{\"name\": \" \"}")).contains("'name' must have");
    assertThat(refused("/api/strategies", "{\"name\": \"x\", \"wallets\": [\"0x12\"]}")).contains("'0x12' is none");
    assertThat(refused("/api/strategies", "{\"name\": \"x\", \"wallets\": [1]}")).contains("'wallets' must be a list of texts");
    assertThat(refused("/api/strategies", "{\"name\": \"x\", \"active\": \"yes\"}")).contains("'active' must be true or false");
    assertThat(refused("/api/strategies", "{\"name\": \"x\", \"categories\": [\"it's\"]}")).contains("category");
    assertThat(refused("/api/strategies", "{\"name\": \"x\", \"name\": \"y\"}")).contains("not JSON");
    assertThat(refused("/api/strategies", "[]")).contains("must be a JSON object");
    assertThat(refused("/api/strategies", "")).contains("must be a JSON object");
    assertThat(send("POST", "/api/strategies", "{\"name\": \"x\"}", "wrong").statusCode()).isEqualTo(401);

    assertThat(refused("/api/strategies/" + second + "/watchlist", "{\"condition_id\": \"" + condition(1) + "\", \"reason\": \"a\\u0000b\"}"))
        .contains("'reason' must not contain");
    assertThat(refused("/api/strategies/" + second + "/watchlist", "{\"condition_id\": \"" + condition(1) + "\", \"reason\": \"a\\nb\"}"))
        .contains("control characters");
    assertThat(refused("/api/strategies", "{\"name\": \"half \\ud800\"}")).contains("half of a surrogate pair");

    JsonNode page = ask("GET", "/api/strategies?limit=1&offset=1", null, 200);
    assertThat(page.path("total").asInt()).isEqualTo(2);
    assertThat(page.path("strategies")).singleElement().extracting(s -> s.path("name").asText()).isEqualTo("second");
  }

  @Test
  @Order(3)
  void strategies_areChangedByField_deletedWithList() throws Exception {
    long id = ask("POST", "/api/strategies",
        "{\"name\": \"of https://example.org/x\", \"wallets\": [\"" + WALLET + "\"], \"categories\": [\"A\", \"B\"]}", 201).path("id").asLong();
    stores.postgres().update("UPDATE strategy_wallets SET last_seen_fence = 7 WHERE strategy_id = ?", id);
    String path = "/api/strategies/" + id;
    JsonNode paused = ask("PATCH", path, "{\"active\": false}", 200);
    assertThat(paused.path("active").asBoolean()).isFalse();
    assertThat(paused.path("name").asText()).as("callers' own words come back as they came").isEqualTo("of https://example.org/x");
    assertThat(paused.path("wallets").size() + paused.path("categories").size()).isEqualTo(3);

    String other = "0x" + "2".repeat(40);
    JsonNode changed = ask("PATCH", path,
        "{\"name\": \"other\", \"wallets\": [\"" + other + "\", \"" + WALLET + "\"], \"categories\": [\"B\", \"C\"]}", 200);
    assertThat(changed.path("name").asText()).isEqualTo("other");
    assertThat(changed.path("active").asBoolean()).isFalse();
    assertThat(changed.path("categories").toString()).isEqualTo("[\"B\",\"C\"]");
    assertThat(ask("GET", path, null, 200)).isEqualTo(changed);
    assertThat(stores.postgres().query("SELECT last_seen_fence FROM strategy_wallets WHERE strategy_id = ? ORDER BY wallet",
        row -> row.getObject(1, Long.class), id)).as("what is new has not been looked at").containsExactly(7L, null);
    assertThat(ask("PATCH", path, "{\"wallets\": []}", 200).path("wallets")).isEmpty();

    assertThat(ask("PATCH", path, "{\"name\": \"second\", \"active\": true}", 409).path("title").asText()).isEqualTo("Name taken");
    assertThat(ask("GET", path, null, 200).path("active").asBoolean()).isFalse();
    assertThat(ask("PATCH", path, "{}", 400).path("detail").asText()).contains("Nothing is to change");
    assertThat(ask("PATCH", path, "{\"wallet\": []}", 400).path("detail").asText()).contains("no field 'wallet'");
    assertThat(ask("PATCH", path, "{\"wallets\": [\"0x1\"]}", 400).path("detail").asText()).contains("'0x1' is none");
    assertThat(ask("PATCH", "/api/strategies/99", "{\"active\": true}", 404).path("title").asText()).isEqualTo("No such strategy");
    assertThat(send("PATCH", path, "{\"active\": true}", "wrong").statusCode()).isEqualTo(401);

    assertThat(ask("POST", path + "/watchlist", "{\"condition_id\": \"" + condition(1) + "\", \"reason\": \"see https://example.org/event/x\"}", 201)
        .path("reason").asText()).isEqualTo("see https://example.org/event/x");
    assertThat(send("DELETE", path, null, "wrong").statusCode()).isEqualTo(401);
    assertThat(send("DELETE", path, null, "secret").statusCode()).isEqualTo(204);
    assertThat(ask("DELETE", path, null, 404).path("title").asText()).isEqualTo("No such strategy");
    assertThat(stores.postgres().queryOne("SELECT count(*) FROM strategy_watchlist WHERE strategy_id = ?", row -> row.getLong(1), id)).contains(0L);
    for (String year : List.of("-9999-01-01", "%2B300000-01-01", "0000-12-31")) {
      assertThat(ask("GET", "/api/dead-letters?since=" + year + "T00:00:00Z", null, 400).path("detail").asText()).contains("0001 to 9999");
    }
    ask("GET", "/api/dead-letters?since=9999-12-31T23:59:59Z", null, 200);
  }

  @Test
  @Order(2)
  void markets_areAddedOnce_paged_removed() throws Exception {
    String list = "/api/strategies/" + second + "/watchlist";
    for (int market = 5; market > 0; market--) {
      ask("POST", list, "{\"condition_id\": \"0x" + condition(market).toUpperCase(Locale.ROOT) + "\", \"reason\": \"no " + market + "\"}", 201);
    }
    assertThat(ask("POST", list, "{\"condition_id\": \"" + condition(4) + "\"}", 200).path("reason").asText()).isEqualTo("no 4");
    JsonNode page = ask("GET", list + "?limit=2&offset=1", null, 200);
    assertThat(page.path("total").asInt()).isEqualTo(5);
    assertThat(page.path("watchlist")).extracting(e -> e.path("condition_id").asText()).containsExactly(condition(4), condition(3));
    assertThat(ask("GET", list, null, 200).path("limit").asInt()).isEqualTo(100);
    assertThat(ask("GET", list + "?limit=1001", null, 400).path("detail").asText()).contains("1 to 1000");

    assertThat(refused(list, "{\"condition_id\": \"0x12\"}")).contains("64 hex digits");
    assertThat(refused(list, "{\"condition\": \"0x12\"}")).contains("no field 'condition'");
    assertThat(refused(list, "{}")).contains("'condition_id' must be a text");
    assertThat(refused(list, "{\"condition_id\": \"" + condition(9) + "\", \"reason\": \"" + "x".repeat(1001) + "\"}")).contains("1000");
    assertThat(ask("POST", list, "{\"condition_id\": \"" + condition(9) + "\", \"reason\": \"" + "x".repeat(300_000) + "\"}", 413)
        .path("title").asText()).isEqualTo("Body too large");

    HttpResponse<String> gone = send("DELETE", list + "/0x" + condition(3), null, "secret");
    assertThat(gone.statusCode()).isEqualTo(204);
    assertThat(gone.body()).isEmpty();
    assertThat(ask("DELETE", list + "/" + condition(3), null, 404).path("title").asText()).isEqualTo("Not on the watchlist");
    assertThat(ask("DELETE", list + "/3", null, 400).path("detail").asText()).contains("64 hex digits");
    assertThat(send("DELETE", list + "/" + condition(4), null, "wrong").statusCode()).isEqualTo(401);
    assertThat(send("POST", list, "{\"condition_id\": \"" + condition(4) + "\"}", "wrong").statusCode()).isEqualTo(401);
    assertThat(send("POST", list + "/populate", "", "wrong").statusCode()).isEqualTo(401);
    assertThat(ask("GET", list, null, 200).path("total").asInt()).isEqualTo(4);
    for (String unknown : List.of("/api/strategies/99", "/api/strategies/99/watchlist", "/api/strategies/x/watchlist")) {
      assertThat(ask("GET", unknown, null, 404).path("title").asText()).isEqualTo("No such strategy");
    }
  }

  @Test
  @Order(3)
  void stream_isNotImplemented_namesAlternative() throws Exception {
    JsonNode problem = ask("GET", "/api/strategies/1/watchlist/stream", null, 501);
    assertThat(problem.path("title").asText()).isEqualTo("Streaming is not implemented yet");
    assertThat(problem.path("detail").asText()).contains("Use GET /api/strategies/1/watchlist for polling");
  }

  @Test
  @Order(4)
  void watchlist_isFilledFromSettings_thenFromWallets() throws Exception {
    String populate = "/api/strategies/1/watchlist/populate";
    // within two seconds on a machine that does other things as well: asked until it was
    JsonNode before = await().atMost(Duration.ofSeconds(30)).until(
        () -> ask("POST", populate, "", 200), answer -> answer.path("status").asText().equals("fallback"));
    assertThat(before.path("entries")).extracting(e -> e.path("condition_id").asText() + " " + e.path("source").asText())
        .containsExactly(condition(8) + " default", condition(9) + " default");
    assertThat(ask("POST", "/api/strategies/99/watchlist/populate", "", 404).path("title").asText()).isEqualTo("No such strategy");

    RunRecord run = service.nightly("test");
    assertThat(run.status()).as(run.steps().toString()).isEqualTo(RunStatus.SUCCESS);
    assertThat(run.steps()).filteredOn(step -> step.step().equals("signal-wallets")).singleElement()
        .satisfies(step -> assertThat(step.details()).containsEntry("baseline", 1).containsEntry("enabled", true));
    JsonNode after = await().atMost(Duration.ofSeconds(30)).until(
        () -> ask("POST", populate, "", 200), answer -> answer.path("status").asText().equals("filled"));
    assertThat(after.path("entries").get(0).path("condition_id").asText()).isEqualTo(condition(1));
    assertThat(ask("GET", "/api/strategies/1/watchlist", null, 200).path("watchlist")).extracting(e -> e.path("source").asText())
        .startsWith("default", "default", "held");
  }

  @Test
  @Order(5)
  void openedPosition_isOnListAfterNextRun() throws Exception {
    stores.clickHouse().execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, ts, revision)"
        + " VALUES ('0x99', '" + WALLET + "', 'MAKER', 21, 'BUY', 10, 4, 1750000000, 1000)", Map.of());
    RunRecord run = service.nightly("test");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
    JsonNode list = ask("GET", "/api/strategies/1/watchlist", null, 200).path("watchlist");
    JsonNode entry = list.get(list.size() - 1);
    assertThat(entry.path("condition_id").asText()).isEqualTo(condition(2));
    assertThat(entry.path("source").asText()).isEqualTo("signal");
    assertThat(entry.path("metadata").path("run").asLong()).isEqualTo(run.id());
    List<String> log = Files.readAllLines(folder.resolve("runtime/watchlist-events.jsonl"));
    assertThat(log).singleElement().satisfies(line -> assertThat(JSON.readTree(line).path("run").asLong()).isEqualTo(run.id()));
  }

  @Test
  @Order(6)
  void autoAddSwitch_isSetOverHttpAndByCommand() throws Exception {
    assertThat(ask("GET", "/api/auto-add", null, 200).path("enabled").asBoolean()).isTrue();
    assertThat(send("PUT", "/api/auto-add", "{\"enabled\": false}", "wrong").statusCode()).isEqualTo(401);
    JsonNode off = ask("PUT", "/api/auto-add", "{\"enabled\": false, \"reason\": \"see https://example.org/1\"}", 200);
    assertThat(off.path("enabled").asBoolean() || off.path("switch_enabled").asBoolean()).isFalse();
    assertThat(off.path("setting_enabled").asBoolean()).isTrue();
    assertThat(off.path("reason").asText()).isEqualTo("see https://example.org/1");
    assertThat(ask("GET", "/api/auto-add", null, 200)).isEqualTo(off);
    assertThat(command(0, "auto-add", "enable", "--reason=ours again")).contains("switch, for all processes: enabled, since "
        + ask("GET", "/api/auto-add", null, 200).path("changed_at").asText() + ": ours again");
    assertThat(ask("GET", "/api/auto-add", null, 200).path("enabled").asBoolean()).isTrue();
    Settings withoutLog = Modules.load(Map.of(StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        WatchlistSettings.WATCHLIST_EVENTS_FILE, "/dev/null/events.jsonl", WatchlistSettings.AUTONOMOUS_TRADING_ENABLED, "true"), databases, folder);
    try (Stores stores = Stores.openForPostgres(withoutLog, line -> { })) {
      AutoAddSwitch autoAdd = WatchlistModule.autoAdd(withoutLog, stores);
      assertThat(autoAdd.set(false, "the log's disk is full").isEnabled()).isFalse();
      assertThatThrownBy(() -> autoAdd.set(true, "it is not")).isInstanceOf(EventLogException.class);
    }
    assertThat(ask("GET", "/api/auto-add", null, 200).path("switch_enabled").asBoolean()).isFalse();
    ask("PUT", "/api/auto-add", "{\"enabled\": true}", 200);
    for (String body : List.of("{}", "{\"enabled\": \"no\"}", "{\"enabled\": false, \"reason\": \"a\\nb\"}", "{\"disabled\": true}")) {
      ask("PUT", "/api/auto-add", body, 400);
    }
  }

  @Test
  @Order(6)
  void commands_listAndFill() {
    assertThat(command(0, "watchlist", "list", Long.toString(second))).hasSize(5).element(1).asString().startsWith(condition(5) + "\t").contains("\tmanual\t20").endsWith("\tno 5");
    assertThat(command(1, "watchlist", "list", "99")).isEmpty();
    assertThat(command(1, "watchlist", "populate", Long.toString(second))).contains("# empty");
  }

  @Test
  @Order(7)
  void wrongSettings_stopStartByName() throws Exception {
    assertThatThrownBy(() -> Modules.load(settings(folder, Map.of(WatchlistSettings.DEFAULT_CONDITION_IDS, "0x12", WatchlistSettings.DEFAULT_MARKET_ID, "m",
        WatchlistSettings.FALLBACK_WATCHLIST_SIZE, "0", WatchlistSettings.AUTONOMOUS_TRADING_ENABLED, "auto")), Map.of(), folder))
        .hasMessageContainingAll("DEFAULT_CONDITION_IDS", "DEFAULT_MARKET_ID", "FALLBACK_WATCHLIST_SIZE", "AUTONOMOUS_TRADING_ENABLED");
    Path file = Files.writeString(folder.resolve("a-file"), "");
    Settings settings =
        Modules.load(settings(folder.resolve("feed.jsonl"), Map.of(WatchlistSettings.WATCHLIST_EVENTS_FILE, file.resolve("log.jsonl").toString())), databases, folder);
    assertThatThrownBy(() -> Service.start(settings, System.out, false).close()).hasMessageContaining("WATCHLIST_EVENTS_FILE").hasMessageContaining("a-file");
  }

  private static List<String> command(int exitCode, String... words) {
    CommandRun command = CommandRun.of(databases, words);
    assertThat(command.code()).as(command.text()).isEqualTo(exitCode);
    return command.out().lines().toList();
  }

  private static String refused(String path, String body) throws Exception {
    return ask("POST", path, body, 400).path("detail").asText();
  }

  private static JsonNode ask(String method, String path, String body, int status) throws Exception {
    HttpResponse<String> response = send(method, path, body, "secret");
    assertThat(response.statusCode()).as(method + " " + path + " " + response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith(status < 400 ? "application/json" : "application/problem+json");
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> send(String method, String path, String body, String token) throws Exception {
    HttpRequest.BodyPublisher publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
    return HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + path)).header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json").method(method, publisher).build(), HttpResponse.BodyHandlers.ofString());
  }
}
