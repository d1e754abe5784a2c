package io.cascadian.markets;

import static io.cascadian.markets.TradedFeed.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.FeedReader;
import io.cascadian.dev.sandbox.faults.CatalogueFault;
import io.cascadian.publish.GateResult;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.SharedData;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestFences;
import io.cascadian.testkit.TestRoutes;
import io.cascadian.testkit.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gaps in real tables, looked up at a sandbox that behaves or does not. */
class MarketLookupsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NIGHT = Instant.parse("2026-01-01T08:00:00Z");
  private static final String SPORTS = "\"tags\":[\"NBA\"]";

  private final TradedFeed feed = new TradedFeed();
  private final List<String> asked = new ArrayList<>();
  private final TestRoutes routes = TestRoutes.once();
  private World world;
  private long fence = 1;

  @TempDir
  private Path folder;

  @AfterEach
  void close() {
    routes.close();
    if (world != null) {
      world.close();
    }
  }

  @Test
  void tradedMissingMarket_isLookedUpAndPublished_gatePasses() throws Exception {
    feed.event(1, SPORTS);
    feed.event(2, "\"category\":\"Chess\",\"neg_risk_market_id\":\"" + hex(0x900) + "\"");
    feed.open(1, 1);
    feed.closed(1, 2);
    feed.open(2, 3, "\"question_id\":\"" + hex(0x907) + "\"");
    feed.open(1, 4);
    feed.tokens(1, 2, 3);
    // a token without its condition in the subgraphs
    feed.trade(10, 20, 30, 40);
    feed.split(5);
    feed.closed(1, 5);
    world();
    assertThat(gate().passed()).isFalse();

    StepResult result = lookUp(NIGHT);
    assertThat(result.details()).isEqualTo(Map.of(
        "missing", 5L, "looked_up", 5L, "found", 5L, "not_found", 0L, "failed", 0L, "refused", 0L, "waiting", 0L));
    assertThat(gate().passed()).as(gate().message()).isTrue();
    assertThat(world.clickHouse.query("SELECT concat(market_id, ' ', event_id, ' ', canonical_category, ' ', neg_risk_market_id, ' ',"
        + " toString(question_index)) FROM condition_market_map ORDER BY market_id", Map.of(), row -> row.getString(1))).containsExactly(
            "101 1 Sports  0", "102 1 Sports  0", "103 2 Chess " + hex(0x900).substring(2) + " 7", "104 1 Sports  0", "105 1 Sports  0");
    assertThat(world.clickHouse.query("SELECT market_id FROM trades_enriched ORDER BY market_id", Map.of(), row -> row.getString(1)))
        .containsExactly("101", "102", "103", "104");
    assertThat(report()).isEmpty();

    asked.clear();
    StepResult nothing = lookUp(NIGHT.plusSeconds(60));
    assertThat(nothing.rows()).isZero();
    assertThat(nothing.details()).containsEntry("missing", 0L).containsEntry("looked_up", 0L);
    assertThat(asked).as("nothing is asked when nothing is missing").isEmpty();
  }

  @Test
  void missingMarkets_haveTradesVolumeAndTimes() {
    feed.tokens(1);
    feed.trade(10, 10, 11, 70);
    feed.split(1);
    feed.split(9);
    world();
    List<MissingMarket> missing = new MissingMarkets(world.clickHouse, world.postgres).all();
    assertThat(missing).extracting(MarketLookupsIT::reported)
        // every other fill is the taker's side, and only these are volume
        .containsExactly("01 [10, 11] trades 3 usd 0.51 events 1 from 0 to 4", "? [70] trades 1 usd 0.51 events 0 from 3 to 3",
            "09 [] trades 0 usd 0 events 1 from 5 to 5");
  }

  private static String reported(MissingMarket market) {
    return (market.conditionId() == null ? "?" : market.conditionId().substring(62)) + " " + market.tokenIds() + " trades " + market.trades()
        + " usd " + market.usd().stripTrailingZeros().toPlainString() + " events " + market.positionEvents()
        + " from " + (market.firstTs() - TradedFeed.TIME) + " to " + (market.lastTs() - TradedFeed.TIME);
  }

  @Test
  void tombstonedTrade_namesNoMarket() {
    feed.trade(10);
    world();
    assertThat(new MissingMarkets(world.clickHouse, world.postgres).all()).hasSize(1);
    world.clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (99 AS revision, 1 AS is_deleted) FROM trades_raw FINAL", Map.of());
    assertThat(new MissingMarkets(world.clickHouse, world.postgres).all()).isEmpty();
  }

  @Test
  void failure_isRetriedWithGrowingPause() throws Exception {
    feed.event(1, SPORTS);
    feed.open(1, 1);
    feed.tokens(1);
    feed.trade(10);
    world();
    world.sandbox.misbehave((exchange, number) -> answer(exchange, 503, "<html>bad gateway</html>"));
    assertThat(lookUp(NIGHT).details()).containsEntry("failed", 1L).containsEntry("found", 0L);
    assertThat(lookups()).containsExactly("failed 1 HTTP 503 in 1800 s");
    assertThat(report()).singleElement().satisfies(line -> {
      assertThat(line.path("condition_id").asText()).isEqualTo(hex(1).substring(2));
      assertThat(line.path("attempts").asInt()).isEqualTo(1);
      assertThat(line.path("last_error").asText()).isEqualTo("failed: HTTP 503");
      assertThat(line.path("next_try_at").asText()).isEqualTo("2026-01-01T08:30:00Z");
    });

    observe();
    assertThat(lookUp(NIGHT.plusSeconds(1799)).details()).containsEntry("waiting", 1L).containsEntry("looked_up", 0L);
    assertThat(asked).isEmpty();
    world.sandbox.misbehave((exchange, number) -> answer(exchange, 503, "<html>bad gateway</html>"));
    assertThat(lookUp(NIGHT.plusSeconds(1800)).details()).containsEntry("failed", 1L);
    assertThat(lookups()).containsExactly("failed 2 HTTP 503 in 3600 s");

    observe();
    assertThat(lookUp(NIGHT.plusSeconds(5400)).details()).containsEntry("found", 1L);
    assertThat(lookups()).isEmpty();
    assertThat(gate().passed()).isTrue();
  }

  @Test
  void unknownMarket_isReported_isRequestedLessOften() throws Exception {
    feed.tokens(1);
    feed.trade(10, 70);
    world();
    assertThat(lookUp(NIGHT).details()).containsEntry("not_found", 2L).containsEntry("failed", 0L);
    assertThat(lookups()).allMatch(row -> row.startsWith("not-found 1") && row.endsWith("in 43200 s")).hasSize(2);
    assertThat(lookUp(NIGHT.plusSeconds(86_400)).details()).containsEntry("not_found", 2L);
    assertThat(lookups()).allMatch(row -> row.startsWith("not-found 2") && row.endsWith("in 86400 s")).hasSize(2);
    // the catalogue is away: another failure, counted from one
    world.sandbox.misbehave((exchange, number) -> answer(exchange, 500, ""));
    lookUp(NIGHT.plusSeconds(3 * 86_400));
    assertThat(lookups()).allMatch(row -> row.startsWith("failed 1 HTTP 500")).hasSize(2);
    assertThat(gate().passed()).isFalse();
    List<JsonNode> report = report();
    JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(Path.of("docs/schemas/missing-markets.schema.json")));
    assertThat(report).hasSize(2).allSatisfy(line -> assertThat(schema.validate(line)).isEmpty());
    assertThat(report).extracting(line -> line.path("condition_id").isNull() + " " + line.path("token_ids"))
        .containsExactlyInAnyOrder("false [\"10\",\"11\"]", "true [\"70\"]");
  }

  @Test
  void listedMarket_isNotLookedUp() {
    feed.event(1, SPORTS);
    feed.open(1, 1);
    feed.tokens(1);
    feed.trade(10);
    world();
    world.sandbox.misbehave((exchange, number) -> answer(exchange, 503, ""));
    lookUp(NIGHT);
    assertThat(lookups()).hasSize(1);
    observe();
    world.catalogue(++fence, CategoryDefinitions.builtIn());
    asked.clear();
    lookUp(NIGHT.plusSeconds(60));
    assertThat(asked).isEmpty();
    assertThat(lookups()).isEmpty();
  }

  @Test
  void defaultPage_isRejectedAndRecorded() throws Exception {
    feed.event(1, SPORTS);
    feed.open(1, 12);
    for (int i = 1; i <= 100; i++) {
      if (i != 12) {
        feed.tokens(i);
        feed.trade(10 * i);
      }
    }
    world();
    // what the catalogue does when it does not know a parameter: the filter is passed over
    lookUpsAreAnswered("[" + marketOf(12, "12") + "]");
    StepResult result = lookUp(NIGHT);
    // after two such answers there is no hope for the others
    assertThat(result.details())
        .containsEntry("missing", 99L).containsEntry("refused", 40L).containsEntry("found", 0L).containsEntry("waiting", 59L);
    assertThat(result.rows()).isZero();
    assertThat(world.clickHouse.queryLong("SELECT count() FROM markets_dim", Map.of())).isZero();
    assertThat(lookups()).hasSize(40).allMatch(row -> row.startsWith("refused 1 not-asked-for, market 12"));
    assertThat(world.postgres.query("SELECT stream || ' ' || reason || ' ' || payload FROM dead_letters", row -> row.getString(1)))
        .hasSize(2).allMatch(letter -> letter.startsWith("market-lookup not-asked-for [{\"id\":\"12\""));
    assertThat(report()).hasSize(99);
  }

  @Test
  void oneMarketForEverything_isRejected_evenIfItNamesTheAsked() {
    feed.tokens(1, 2);
    feed.trade(10, 20);
    world();
    lookUpsAreAnswered("[" + marketOf(1, "12") + "," + marketOf(2, "12") + "]");
    assertThat(lookUp(NIGHT).details()).containsEntry("refused", 2L).containsEntry("found", 0L);
    assertThat(world.clickHouse.queryLong("SELECT count() FROM markets_dim", Map.of())).isZero();
    assertThat(world.postgres.query("SELECT reason FROM dead_letters", row -> row.getString(1))).containsExactly("one-market-for-many");
  }

  @Test
  void marketOfOtherCondition_isRejectedInLaterRunsToo() {
    feed.event(1, SPORTS);
    feed.open(1, 12);
    feed.tokens(1, 12);
    feed.trade(10, 120);
    world();
    lookUpsAreAnswered("[" + marketOf(12, "12") + "]");
    assertThat(lookUp(NIGHT).details()).containsEntry("found", 1L).containsEntry("not_found", 1L);
    lookUpsAreAnswered("[" + marketOf(1, "12") + "]");
    assertThat(lookUp(NIGHT.plusSeconds(86_400)).details()).containsEntry("found", 0L).containsEntry("refused", 1L);
    assertThat(world.clickHouse.queryLong("SELECT count() FROM markets_dim", Map.of())).isEqualTo(1);
  }

  @Test
  void unusableMarket_isStoredWithReason_othersArePublished() {
    feed.event(1, SPORTS);
    feed.tokens(1, 2);
    feed.trade(10, 20);
    world();
    lookUpsAreAnswered("[" + marketOf(1, "twelve") + "," + marketOf(2, "102") + "]");
    assertThat(lookUp(NIGHT).details()).containsEntry("refused", 1L).containsEntry("found", 1L);
    assertThat(world.clickHouse.query("SELECT market_id FROM markets_dim", Map.of(), row -> row.getString(1))).containsExactly("102");
    assertThat(world.postgres.query("SELECT reason FROM dead_letters", row -> row.getString(1))).containsExactly("no-market-id");
  }

  @Test
  void catalogueWithCursorsOnly_answersLookUps() {
    feed.event(1, SPORTS);
    for (int n = 1; n <= 45; n++) {
      feed.open(1, n, n % 2 == 0 ? "'closed_at':null" : "'closed_at':" + TradedFeed.TIME);
      feed.tokens(n);
      feed.trade(10 * n);
    }
    world();
    world.sandbox.misbehave(CatalogueFault.withoutLists());
    long before = world.sandbox.requests();
    assertThat(lookUp(NIGHT).details()).containsEntry("found", 45L).containsEntry("failed", 0L);
    assertThat(world.sandbox.requests() - before).as("one try of the list, at most two pages of each of three batches, the event").isLessThanOrEqualTo(8);
  }

  @Test
  void unreadableTokens_takeTheirMarketAndNotTheBatch() {
    feed.event(1, SPORTS);
    feed.tokens(1, 2);
    feed.trade(10, 20);
    world();
    lookUpsAreAnswered("[" + marketOf(1, "101").replace("[\\\"10\\\"", "[\\\"ten\\\"") + "," + marketOf(2, "102") + "]");
    assertThat(lookUp(NIGHT).details()).containsEntry("refused", 1L).containsEntry("found", 1L);
    assertThat(world.postgres.query("SELECT reason FROM dead_letters", row -> row.getString(1))).containsExactly("bad-token-id");
  }

  @Test
  void marketOfUnreadableEvent_waits_ofUnknownEvent_isReported() {
    feed.event(1, SPORTS);
    feed.open(1, 1);
    feed.tokens(1);
    feed.trade(10);
    world();
    eventsAreAnswered(502);
    assertThat(lookUp(NIGHT).details()).containsEntry("failed", 1L);
    assertThat(lookups()).containsExactly("failed 1 its event: HTTP 502 in 1800 s");
    assertThat(world.clickHouse.queryLong("SELECT count() FROM markets_dim", Map.of())).isZero();
    eventsAreAnswered(404);
    assertThat(lookUp(NIGHT.plusSeconds(3_600)).details()).containsEntry("found", 1L);
    assertThat(world.clickHouse.query("SELECT concat(event_id, ' ', title, ' ', canonical_category) FROM events_dim", Map.of(),
        row -> row.getString(1))).containsExactly("1 Event 1 Uncategorized");
  }

  @Test
  void batches_fitUrl_openMarketsFirst() {
    feed.event(1, SPORTS);
    for (int i = 1; i <= 45; i++) {
      feed.tokens(i);
      feed.trade(10 * i);
      if (i % 2 == 0) {
        feed.open(1, i);
      } else {
        feed.closed(1, i);
      }
    }
    world();
    assertThat(lookUp(NIGHT).details()).containsEntry("found", 45L);
    List<String> lookups = asked.stream().filter(uri -> uri.startsWith("/markets")).toList();
    assertThat(lookups).allMatch(uri -> uri.length() <= 1_900);
    // the takers' trades are of open markets here and come first: of a batch of these alone nothing is left to ask for
    assertThat(lookups).extracting(uri -> (uri.split("condition_ids=").length - 1) + " closed=" + uri.replaceAll(".*closed=(\\w+).*", "$1"))
        .containsExactly("20 closed=false", "20 closed=false", "20 closed=true", "5 closed=false", "5 closed=true");
    assertThat(asked).as("an event is read once").filteredOn(uri -> uri.startsWith("/events")).hasSize(1);
  }

  @Test
  void lostLock_publishesNothing() {
    feed.event(1, SPORTS);
    feed.open(1, 1);
    feed.tokens(1);
    feed.trade(10);
    world();
    assertThatThrownBy(() -> lookups(NIGHT).run(TestFences.lost(5))).isInstanceOf(LostLockException.class);
    assertThat(world.clickHouse.queryLong("SELECT count() FROM markets_dim", Map.of())).isZero();
  }

  @Test
  void realResponses_arePublished() throws Exception {
    JsonNode old = JSON.readTree(SharedData.open("api/gamma-market-12.json"));
    JsonNode recent = JSON.readTree(SharedData.open("api/market.json"));
    feed.token("10", old.path("conditionId").asText());
    feed.trade(10);
    String token = JSON.readTree(recent.path("clobTokenIds").asText()).get(1).asText();
    feed.fill(token);
    world();
    world.sandbox.misbehave((exchange, number) -> {
      String uri = exchange.getRequestURI().toString();
      if (uri.startsWith("/markets")) {
        boolean wantsOld = uri.contains(old.path("conditionId").asText()) && uri.contains("closed=true");
        boolean wantsRecent = uri.contains(token) && uri.contains("closed=false");
        return answer(exchange, 200, wantsOld ? "[" + old + "]" : wantsRecent ? "[" + recent + "]" : "[]");
      }
      return false;
    });
    assertThat(lookUp(NIGHT).details()).containsEntry("found", 2L);
    assertThat(world.clickHouse.query("SELECT concat(market_id, ' ', event_id, ' ', canonical_category) FROM condition_market_map ORDER BY market_id",
        Map.of(), row -> row.getString(1))).containsExactly("12 4690 US-current-affairs", "540816 23784 Uncategorized");
    assertThat(gate().passed()).isTrue();
  }

  // the world

  private void world() {
    try {
      Path file = folder.resolve("feed.jsonl");
      Files.write(file, feed.lines());
      world = new World(FeedReader.read(file), TradedFeed.TIME + 10_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    world.ingest(fence);
    observe();
  }

  /** Lets the sandbox behave, and notes what the catalogue is asked. */
  private void observe() {
    world.sandbox.misbehave((exchange, number) -> {
      String uri = exchange.getRequestURI().toString();
      if (uri.startsWith("/markets") || uri.startsWith("/events")) {
        asked.add(uri);
      }
      return false;
    });
  }

  /** Whatever is asked for. */
  private void lookUpsAreAnswered(String page) {
    world.sandbox.misbehave((exchange, number) -> exchange.getRequestURI().getPath().equals("/markets") && answer(exchange, 200, page));
  }

  private void eventsAreAnswered(int status) {
    world.sandbox.misbehave((exchange, number) -> exchange.getRequestURI().getPath().startsWith("/events/") && answer(exchange, status, "{}"));
  }

  private MarketLookups lookups(Instant now) {
    return new MarketLookups(new GammaClient(routes.client(), world.sandbox.gammaUrl()), world.clickHouse, world.postgres,
        TestDeadLetters.of(world.postgres), CategoryDefinitions.builtIn(), folder.resolve("runtime"), Clock.fixed(now, ZoneOffset.UTC));
  }

  private StepResult lookUp(Instant now) {
    return lookups(now).run(FenceGuard.of(++fence));
  }

  private GateResult gate() {
    return World.gates(world.clickHouse).check().stream().filter(gate -> gate.name().equals("markets-missing-dim")).findFirst().orElseThrow();
  }

  private List<String> lookups() {
    return world.postgres.query("SELECT failure, attempts, last_error, extract(epoch FROM next_try_at - last_tried_at)::bigint FROM market_lookups",
        row -> row.getString(1) + " " + row.getInt(2) + " " + row.getString(3) + " in " + row.getLong(4) + " s");
  }

  private List<JsonNode> report() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("runtime/missing_market_ids.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    assertThat(folder.resolve("runtime/.missing_market_ids.jsonl.tmp")).doesNotExist();
    return lines;
  }

  private static boolean answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    return true;
  }

  private static String marketOf(int n, String id) {
    return "{\"id\":\"" + id + "\",\"conditionId\":\"" + hex(n) + "\",\"question\":\"?\",\"outcomes\":\"[\\\"Yes\\\", \\\"No\\\"]\","
        + "\"clobTokenIds\":\"[\\\"" + 10 * n
        + "\\\", \\\"" + (10 * n + 1) + "\\\"]\",\"closed\":false}";
  }
}
