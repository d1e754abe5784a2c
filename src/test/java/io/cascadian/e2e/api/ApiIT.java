package io.cascadian.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.testkit.OpenApiContract.Endpoint;
import io.cascadian.testkit.OpenApiContract;
import io.cascadian.testkit.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Checks the responses of a running service against the contract: success, errors, and with the databases down. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(ApiService.Provider.class)
class ApiIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OpenApiContract CONTRACT = new OpenApiContract();
  private static final List<String> AUTHORIZED = List.of("Authorization: Bearer " + ApiService.TOKEN);
  private static final Pattern UNSEEN = Pattern.compile(
      "canary|internal\\.example|10\\.1\\.2\\.3|127\\.0\\.0\\.1|localhost|/srv/|/tmp/|/home/|/root/|jdbc:|\\bat [\\w.]+\\(|(java|org|io|com)\\.[a-z]+\\.[\\w.]*[A-Z]");
  /** Bytes, as the contract states them. */
  private static final int LONGEST_BODY = 262_144;
  private static ApiService api;

  @BeforeAll
  static void start(ApiService service) {
    api = service;
  }

  @Test
  @Order(1)
  void contract_isServedByteForByte() throws IOException {
    RawHttp.Answer answer = api.http.get("/api/openapi.yaml");
    assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
    assertThat(answer.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(Files.readAllBytes(OpenApiContract.FILE));
  }

  @Test
  @Order(2)
  void everyRead_matchesContract() throws IOException {
    for (Endpoint endpoint : CONTRACT.endpoints()) {
      if (!endpoint.changes()) {
        RawHttp.Answer answer = api.http.get(endpoint.with(existing()));
        CONTRACT.check(endpoint, answer);
        assertThat(answer.status()).as("%s %s", endpoint, answer.body()).isIn(200, 404, 501, 503);
        unseen(endpoint, answer);
        RawHttp.Answer head = api.http.send("HEAD", endpoint.with(existing()), List.of(), null);
        assertThat(head.status()).as("HEAD " + endpoint).isIn(answer.status(), 200, 503);
        assertThat(head.body()).isEmpty();
        CONTRACT.check(endpoint, api.http.get(endpoint.with(unknown())));
        CONTRACT.check(endpoint, api.http.get(endpoint.with(malformed())));
      }
    }
  }

  @Test
  @Order(3)
  void changesWithoutToken_areRejected() throws IOException {
    for (Endpoint endpoint : CONTRACT.endpoints()) {
      if (endpoint.changes() && isServed(endpoint)) {
        for (List<String> headers : List.of(List.<String>of(), List.of("Authorization: Bearer wrong"), List.of("Authorization: Basic " + ApiService.TOKEN),
            List.of("Authorization: Bearer wrong", AUTHORIZED.get(0)))) {
          RawHttp.Answer answer = api.http.send(endpoint.method(), endpoint.with(existing()), headers, null);
          assertThat(answer.status()).as("%s %s %s", endpoint, headers, answer.body()).isEqualTo(401);
          assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
          CONTRACT.check(endpoint, answer);
        }
        String query = endpoint.with(existing()) + "?Authorization=Bearer%20" + ApiService.TOKEN;
        assertThat(api.http.send(endpoint.method(), query, List.of(), null).status()).as(query).isEqualTo(400);
        if (endpoint.method().equals("GET")) {
          // the rule for pages of other origins is about methods that change something
          continue;
        }
        RawHttp.Answer crossOrigin = api.http.send(endpoint.method(), endpoint.with(existing()),
            List.of(AUTHORIZED.get(0), "Sec-Fetch-Site: cross-site"), null);
        assertThat(crossOrigin.status()).isEqualTo(403);
        CONTRACT.check(endpoint, crossOrigin);
      }
    }
  }

  @Test
  @Order(4)
  void invalidRequests_getProblemDocuments() throws IOException {
    problem(404, "GET", "/api/nothing", List.of(), null);
    problem(404, "GET", "/", List.of(), null);
    problem(404, "POST", "/api/nothing", List.of(), null);
    problem(400, "GET", "/api/nightly/runs?limit=0", List.of(), null);
    problem(400, "GET", "/api/nightly/runs?limit=%ff", List.of(), null);
    assertThat(problem(400, "GET", "/api/dead-letters?sinse=2026-01-31T00:00:00Z", List.of(), null).body()).contains("limit, offset, reason, replayed, since, stream");
    problem(400, "GET", "/api/dead-letters?since=yesterday", List.of(), null);
    assertThat(api.http.get("/api/dead-letters?since=2026-01-31T00:00:00Z&stream=fills&reason=test&replayed=false&limit=1&offset=0").status()).isEqualTo(200);
    problem(400, "GET", "/api/nightly/runs?limit=%zz", List.of(), null);
    problem(400, "GET", "/api/nightly/runs/%zz", List.of(), null);
    problem(400, "GET", "/api/dead-letters?stream=%00", List.of(), null);
    problem(415, "POST", "/api/nightly/run", List.of(AUTHORIZED.get(0), "Content-Type: text/plain"), "x");
    problem(413, "POST", "/api/nightly/run", List.of(AUTHORIZED.get(0), "Content-Type: application/json", "Content-Length: 300000"), "[");
    String chunk = Integer.toHexString(LONGEST_BODY + 1) + "\r\n" + " ".repeat(LONGEST_BODY + 1) + "\r\n0\r\n\r\n";
    problem(413, "POST", "/api/nightly/run",
        List.of(AUTHORIZED.get(0), "Content-Type: application/json", "Transfer-Encoding: chunked"), chunk);
    problem(414, "GET", "/api/" + "x".repeat(5000), List.of(), null);
    problem(431, "GET", "/api/health/postgres", List.of("X-Long: " + "x".repeat(9000)), null);
    RawHttp.Answer put = problem(405, "PUT", "/api/nightly/runs", List.of(), null);
    assertThat(put.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(problem(405, "GET", "/api/nightly/run", List.of(), null).header("Allow")).isEqualTo("OPTIONS, POST");
    RawHttp.Answer noHost = api.http.send("GET /api/nightly/runs HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8), false);
    assertThat(noHost.status()).isEqualTo(400);
    CONTRACT.checkProblem("no host", noHost);
    RawHttp.Answer noHttp = api.http.send("HELLO\r\n\r\n".getBytes(StandardCharsets.UTF_8), false);
    assertThat(noHttp.status()).isEqualTo(400);
  }

  @Test
  @Order(5)
  void requestHeaders_areNotEchoed() throws IOException {
    for (String path : List.of("/api/nightly/runs", "/api/nothing", "/api/nightly/runs/999999", "/observe/health/live", "/api/openapi.yaml")) {
      RawHttp.Answer answer = api.http.send("GET", path, List.of("X-Canary: reflected", "Location: reflected", "Cookie: a=reflected",
          "WWW-Authenticate: reflected", "CamelHttpResponseCode: 299", "Content-Disposition: reflected"), null);
      assertThat(answer.status()).isNotEqualTo(299);
      assertThat(answer.headers().toString() + answer.body()).doesNotContain("reflected");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  @Order(6)
  void walletPnl_hasExactTextsAndDataTime() throws IOException {
    JsonNode pnl = json(api.http.get("/api/wallets/" + ApiService.WALLET.replace("ab", "aB") + "/pnl"));
    assertThat(pnl.path("wallet").asText()).isEqualTo(ApiService.WALLET);
    assertThat(pnl.path("realized_pnl_usd")).isEqualTo(JSON.getNodeFactory().textNode("-8.250000"));
    assertThat(pnl.path("unrealized_pnl_usd").asText()).isEqualTo("2.500000");
    assertThat(pnl.path("total_pnl_usd").asText()).isEqualTo("-5.750000");
    assertThat(pnl.path("realized").path("trades").asInt()).isEqualTo(4);
    assertThat(pnl.path("realized").path("last_trade_at").asText()).isEqualTo("2025-10-09T08:53:20Z");
    assertThat(pnl.path("unrealized").path("oldest_price_at").asText()).isEqualTo("2025-10-09T09:01:40Z");
    assertThat(pnl.path("as_of").path("source_time").asText()).isEqualTo("2025-10-09T08:53:20Z");

    // the cached result is valid until the next publication, and no longer
    String correction = "ALTER TABLE wallet_conditions__layers UPDATE amounts = arrayMap((amount, place) -> if(place = 6, amount + %d, amount), amounts, arrayEnumerate(amounts))"
        + " WHERE wallet = '" + ApiService.WALLET + "' SETTINGS mutations_sync = 1";
    api.clickHouse.execute(String.format(Locale.ROOT, correction, 1), Map.of());
    assertThat(realized()).isEqualTo("-8.250000");
    published();
    assertThat(realized()).isEqualTo("-7.250000");
    api.clickHouse.execute(String.format(Locale.ROOT, correction, -1), Map.of());
    published();
    assertThat(realized()).isEqualTo("-8.250000");

    // the sum is computed without the view
    assertThat(summary(ApiService.WALLET)).isEqualTo("-8.25 2.5 -5.75");
    assertThat(summary(ApiService.UNPRICED)).isEqualTo("0 NULL NULL");

    JsonNode unknown = json(api.http.get("/api/wallets/" + ApiService.UNPRICED + "/pnl"));
    assertThat(unknown.path("realized_pnl_usd").asText()).isEqualTo("0.000000");
    assertThat(unknown.path("total_pnl_usd").isNull()).isTrue();
    assertThat(unknown.path("unrealized").path("unpriced_holdings").asInt()).isEqualTo(1);
    assertThat(unknown.path("realized").path("last_trade_at").isNull()).isTrue();
  }

  @Test
  @Order(6)
  void walletConditionsAndEvents_arePagedByCursor() throws IOException {
    String conditions = "/api/wallets/" + ApiService.WALLET + "/conditions";
    JsonNode first = json(api.http.get(conditions + "?limit=1"));
    assertThat(first.path("conditions").path(0).path("question").asText()).isEqualTo("Is it?");
    assertThat(first.path("conditions").path(0).path("realized_pnl_usd").asText()).isEqualTo("-8.250000");
    JsonNode second = json(api.http.get(conditions + "?limit=1&cursor=" + first.path("next").asText()));
    assertThat(second.path("conditions").path(0).path("condition_id").asText()).isEqualTo("8".repeat(64));
    assertThat(second.path("conditions").path(0).path("question").isNull()).isTrue();
    assertThat(second.path("conditions").path(0).path("is_resolved").asBoolean()).isFalse();
    assertThat(second.path("next").isNull()).isTrue();

    String events = "/api/wallets/" + ApiService.WALLET + "/events";
    JsonNode newest = json(api.http.get(events + "?limit=1"));
    assertThat(newest.path("events").path(0).path("event_id").asText()).isEqualTo("second");
    assertThat(newest.path("events").path(0).path("usd").asText()).isEqualTo("4.000000");
    assertThat(newest.path("events").path(0).path("condition_id").asText()).isEqualTo("8".repeat(64));
    JsonNode older = json(api.http.get(events + "?limit=1&cursor=" + newest.path("next").asText()));
    assertThat(older.path("events").path(0).path("kind").asText()).isEqualTo("SPLIT");
    assertThat(older.path("events").path(0).path("question").asText()).isEqualTo("Is it?");
    assertThat(older.path("next").isNull()).isTrue();

    for (String cursor : List.of("x", "%21%21", newest.path("next").asText(), "AAAA")) {
      assertThat(problem(400, "GET", conditions + "?cursor=" + cursor, List.of(), null).body()).contains("'cursor' must be the 'next' of another page of this list");
    }
    problem(400, "GET", events + "?cursor=" + first.path("next").asText(), List.of(), null);
    // another wallet's, and one that is not known
    for (String other : List.of(ApiService.UNPRICED, "0x" + "0".repeat(40))) {
      problem(400, "GET", "/api/wallets/" + other + "/conditions?cursor=" + first.path("next").asText(), List.of(), null);
      problem(400, "GET", "/api/wallets/" + other + "/events?cursor=" + newest.path("next").asText(), List.of(), null);
    }
    problem(400, "GET", events + "?limit=201", List.of(), null);
    problem(400, "GET", "/api/wallets/me/events", List.of(), null);
    problem(404, "GET", "/api/wallets/0x" + "0".repeat(40) + "/events", List.of(), null);
    problem(404, "GET", "/api/wallets/0x" + "0".repeat(40) + "/conditions", List.of(), null);
  }

  @Test
  @Order(6)
  void wallets_beforeFirstPublication_areNotPublishedYet() throws IOException {
    long watermark = api.postgres.queryOne("SELECT watermark FROM ledger_state", row -> row.getLong(1)).orElseThrow();
    api.postgres.update("UPDATE ledger_state SET watermark = 0");
    try {
      for (Endpoint endpoint : CONTRACT.endpoints()) {
        if (endpoint.path().matches("/api/wallets/.*/(pnl|conditions|events)")) {
          RawHttp.Answer answer = api.http.get(endpoint.with(existing()));
          CONTRACT.check(endpoint, answer);
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.body()).contains("Not published yet", "No run has published numbers of wallets yet", "GET /api/cron/status", "POST /api/nightly/run");
        }
      }
      assertThat(api.http.get("/api/wallets/" + ApiService.WALLET + "/rewards").status()).isEqualTo(200);
    } finally {
      api.postgres.update("UPDATE ledger_state SET watermark = ?", watermark);
    }
    assertThat(realized()).isEqualTo("-8.250000");
  }

  @Test
  @Order(7)
  void databaseDown_errorsRevealNoInternals() throws Exception {
    without(api.clickHouseRelay::cut, api.clickHouseRelay::restore);
    without(api.postgresRelay::cut, api.postgresRelay::restore);
  }

  @Test
  @Order(8)
  void silentDatabase_errorsRevealNoInternals() throws Exception {
    without(api.clickHouseHole::deafen, api.clickHouseHole::hear);
    without(api.postgresHole::deafen, api.postgresHole::hear);
  }

  @Test
  @Order(9)
  void databaseDown_manyCallers_getResponsesSoon() throws Exception {
    api.postgresRelay.cut();
    // three times as many as the server has threads
    ExecutorService callers = Executors.newFixedThreadPool(60);
    try {
      List<Future<RawHttp.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        answers.add(callers.submit(() -> api.http.get("/api/nightly/runs")));
      }
      for (Future<RawHttp.Answer> answer : answers) {
        assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(503);
      }
    } finally {
      callers.shutdownNow();
      api.postgresRelay.restore();
    }
    back();
  }

  @Test
  @Order(10)
  void replayWithoutClickHouse_isUnavailable_notFailed() throws Exception {
    api.clickHouseRelay.cut();
    try {
      problem(503, "POST", "/api/dead-letters/" + api.deadLetter + "/replay", AUTHORIZED, null);
    } finally {
      api.clickHouseRelay.restore();
    }
    back();
  }

  private static void back() {
    await().atMost(Duration.ofSeconds(20)).until(() -> api.http.get("/api/nightly/runs").status() == 200);
  }

  private static void without(Runnable away, Runnable restored) throws Exception {
    List<Endpoint> served = new ArrayList<>();
    for (Endpoint endpoint : CONTRACT.endpoints()) {
      if (isServed(endpoint)) {
        served.add(endpoint);
      }
    }
    away.run();
    // in parallel, since each waits for the database that is down
    ExecutorService callers = Executors.newFixedThreadPool(served.size());
    try {
      Map<Endpoint, Future<RawHttp.Answer>> answers = new LinkedHashMap<>();
      served.forEach(endpoint -> answers.put(endpoint,
          callers.submit(() -> api.http.send(endpoint.method(), endpoint.with(existing()), AUTHORIZED, null))));
      for (Map.Entry<Endpoint, Future<RawHttp.Answer>> entry : answers.entrySet()) {
        RawHttp.Answer answer = entry.getValue().get();
        CONTRACT.check(entry.getKey(), answer);
        unseen(entry.getKey(), answer);
        // the schedule reports its own failure
        assertThat(answer.status() == 500 && !entry.getKey().path().equals("/api/cron/init")).as("%s %s", entry.getKey(), answer.body()).isFalse();
      }
    } finally {
      callers.shutdownNow();
      restored.run();
    }
    back();
  }

  private static String realized() throws IOException {
    return json(api.http.get("/api/wallets/" + ApiService.WALLET + "/pnl")).path("realized_pnl_usd").asText();
  }

  private static void published() {
    api.postgres.update("UPDATE ledger_state SET updated_at = updated_at + interval '1 second'");
  }

  private static String summary(String wallet) {
    return api.clickHouse.queryOne("SELECT concat(toString(realized_pnl_usd), ' ', ifNull(toString(unrealized_pnl_usd), 'NULL'), ' ',"
        + " ifNull(toString(total_pnl_usd), 'NULL')) FROM wallet_pnl_summary_final WHERE wallet = {wallet:String}", Map.of("wallet", wallet),
        row -> row.getString(1));
  }

  private static RawHttp.Answer problem(int status, String method, String path, List<String> headers, String body) throws IOException {
    RawHttp.Answer answer = api.http.send(method, path, headers, body);
    assertThat(answer.status()).as("%s %s: %s", method, path, answer.body()).isEqualTo(status);
    CONTRACT.checkProblem(method + " " + path, answer);
    assertThat(answer.header("X-Request-Id")).as("%s %s", method, path).isNotNull();
    return answer;
  }

  private static JsonNode json(RawHttp.Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static void unseen(Endpoint endpoint, RawHttp.Answer answer) {
    if (!endpoint.path().equals("/api/openapi.yaml")) {
      assertThat(UNSEEN.matcher(answer.body()).results().map(java.util.regex.MatchResult::group).toList())
          .as("what nobody may see in %s: %s", endpoint, answer.body()).isEmpty();
    }
  }

  private static boolean isServed(Endpoint endpoint) throws IOException {
    String allow = api.http.send("OPTIONS", endpoint.with(existing()), List.of(), null).header("Allow");
    return allow != null && List.of(allow.split(", ")).contains(endpoint.method());
  }

  private static Map<String, String> existing() {
    return Map.of("check", "postgres", "id", Long.toString(Math.max(api.run, api.deadLetter)), "address", ApiService.WALLET, "conditionId", "c".repeat(64));
  }

  private static Map<String, String> unknown() {
    return Map.of("check", "nothing", "id", "999999", "address", "0x" + "0".repeat(40), "conditionId", "0".repeat(64));
  }

  private static Map<String, String> malformed() {
    return Map.of("check", "%C3%BC", "id", "-1", "address", "me", "conditionId", "x");
  }
}
