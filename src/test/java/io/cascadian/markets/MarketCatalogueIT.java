package io.cascadian.markets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.SharedData;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestRoutes;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue against a server that answers as each test wants, on real stores. */
class MarketCatalogueIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Reply(int status, String body, Map<String, String> headers) {}

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final Postgres postgres = TestStores.freshPostgres();
  private final TestRoutes routes = TestRoutes.tries(5);
  private final Deque<Reply> failures = new ArrayDeque<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private CategoryDefinitions categories = CategoryDefinitions.builtIn();
  private long fence;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/events", exchange -> {
      asked.add(exchange.getRequestURI().getQuery());
      Reply reply = failures.isEmpty() ? new Reply(200, page(exchange.getRequestURI().getQuery()), Map.of()) : failures.removeFirst();
      reply.headers.forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    routes.close();
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
  void pages_areRead_unchangedCatalogueWritesNothing() {
    for (int i = 1; i <= 230; i++) {
      events.add(event(i, "\"NBA\""));
    }
    StepResult first = sync();
    assertThat(first.details()).containsEntry("events_written", 230L).containsEntry("markets_written", 230L).containsEntry("tokens_written", 460L);
    // 100, 100 and 30, which is the last one, and one from the other end; then closed ones, of which there are none
    assertThat(asked).hasSize(5);
    assertThat(clickHouse.queryLong("SELECT count() FROM condition_market_map WHERE canonical_category = 'Sports'", Map.of())).isEqualTo(230);
    StepResult second = sync();
    assertThat(second.rows()).isZero();
    assertThat(clickHouse.queryLong("SELECT max(revision) FROM markets_dim", Map.of())).isEqualTo(1);
  }

  @Test
  void openAndClosedEvents_areRequested() {
    events.add(event(1, "\"NBA\""));
    events.add(event(2, "\"NBA\"").replaceFirst("\\{", "{\"closed\": true, "));
    assertThat(sync().details()).containsEntry("events", 2L);
    assertThat(asked).allMatch(query -> query.matches(".*closed=(true|false).*"));
  }

  @Test
  void change_isApplied_unlistedEntriesStay() {
    events.addAll(List.of(event(1, "\"NBA\""), event(2, "\"NBA\""), event(3, "\"NBA\"")));
    sync();
    events.set(0, event(1, "\"Bitcoin\""));
    events.remove(2);
    StepResult changed = sync();
    assertThat(changed.details()).containsEntry("events_written", 1L).containsEntry("markets_written", 0L);
    assertThat(clickHouse.query("SELECT market_id, canonical_category, changed_in FROM condition_market_map ORDER BY market_id", Map.of(),
        row -> row.getString(1) + " " + row.getString(2) + " " + row.getLong(3)))
        .containsExactly("1 Crypto 2", "2 Sports 1", "3 Sports 1");
  }

  @Test
  void changedDefinitions_changeCategoriesOnNextRun(@TempDir Path folder) throws IOException {
    events.add(event(1, "\"NBA\", \"Chess\""));
    sync();
    Path file = folder.resolve("categories.json");
    Files.writeString(file, "{\"buckets\": [{\"name\": \"Board games\", \"tags\": [\"chess\"]}]}");
    categories = CategoryDefinitions.of(file);
    sync();
    assertThat(clickHouse.query("SELECT canonical_category FROM events_dim FINAL", Map.of(), row -> row.getString(1))).containsExactly("Board games");
  }

  @Test
  void transientFailures_areRetried_loseNothing() {
    for (int i = 1; i <= 150; i++) {
      events.add(event(i, "\"NBA\""));
    }
    failures.add(new Reply(429, "slow down", Map.of("Retry-After", "0")));
    failures.add(new Reply(503, "<html>bad gateway</html>", Map.of()));
    failures.add(new Reply(200, "[{\"id\": \"1\", \"ti", Map.of()));
    assertThat(sync().details()).containsEntry("events", 150L);
  }

  @Test
  void catalogueNotReadToItsEnd_isFailureAndWhatWasReadCounts() {
    for (int i = 1; i <= 150; i++) {
      events.add(event(i, "\"NBA\""));
    }
    events.add(event(151, "\"NBA\"").replaceFirst("\\{", "{\"closed\": true, "));
    server.removeContext("/events");
    server.createContext("/events", exchange -> {
      String query = exchange.getRequestURI().getQuery();
      boolean first = !query.contains("after_cursor") && !query.contains("offset");
      byte[] body = (first ? page(query) : "{\"error\": \"no such page\"}").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(first ? 200 : 400, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    assertThatThrownBy(this::sync).isInstanceOfSatisfying(CatalogueIncompleteException.class, e -> {
      assertThat(e.status()).isEqualTo(400);
      assertThat(e).hasMessageContaining("the list of open events was not read to its end, 100 events were").hasMessageContaining("no such page");
      assertThat(e.partialResult().details()).containsEntry("events", 101L).containsEntry("markets_written", 101L);
    });
    assertThat(clickHouse.queryLong("SELECT count() FROM events_dim", Map.of())).as("the closed ones are read all the same").isEqualTo(101);
  }

  @Test
  void responseWithoutList_isFailure() {
    for (int i = 0; i < 6; i++) {
      failures.add(new Reply(200, "{\"message\": \"maintenance\"}", Map.of()));
    }
    assertThatThrownBy(this::sync).isInstanceOf(CatalogueException.class).hasMessageContaining("maintenance");
  }

  @Test
  void catalogueThatListsNothingAnyMore_isFailure() {
    assertThat(sync().details()).as("a new one").containsEntry("events", 0L);
    events.add(event(1, "\"NBA\""));
    sync();
    events.clear();
    assertThatThrownBy(this::sync).isInstanceOf(CatalogueIncompleteException.class)
        .hasMessageContaining("it lists no events, neither open nor closed ones, after it had listed 1; the stored ones stay");
  }

  @Test
  void unusableEntries_becomeDeadLetters_othersAreStored() {
    events.add("{\"id\": \"1\", \"title\": \"A\", \"markets\": [{\"id\": \"9\"}, " + market(1) + "]}");
    events.add("{\"title\": \"without id\"}");
    StepResult result = sync();
    assertThat(result.details()).containsEntry("rejected", Map.of("no-condition-id", 1L, "no-event-id", 1L)).containsEntry("markets_written", 1L);
    assertThat(postgres.query("SELECT reason FROM dead_letters ORDER BY id", row -> row.getString(1)))
        .containsExactly("no-condition-id", "no-event-id");
  }

  @Test
  void unreadableFields_areLeftOutAndCounted() {
    events.add("{\"id\": \"1\", \"title\": \"A\", \"endDate\": \"2200-01-01T00:00:00Z\", \"markets\": ["
        + market(1, "'closed': true, 'closedTime': 'yesterday', 'questionID': '0x12ab'") + ","
        + market(2, "'closed': true, 'closedTime': '2026-11-02 16:31:01.123456+00'") + ","
        + market(3, "'outcomes': '[Yes, No]'") + "]}");
    events.add("{\"id\": \"2\", \"title\": \"B\", \"endDate\": \"2026-12-31\", \"markets\": []}");
    events.add("{\"id\": \"3\", \"title\": \"C\", \"endDate\": \"1969-12-31T00:00:00Z\", \"markets\": []}");
    StepResult result = sync();
    assertThat(result.details()).containsEntry("rejected", Map.of()).containsEntry("markets", 3L)
        .containsEntry("unreadable_fields", Map.of("closedTime", 1L, "endDate", 2L, "outcomes", 1L, "questionID", 1L));
    assertThat(clickHouse.query("SELECT ifNull(toString(ends_at), '?') FROM events_dim FINAL ORDER BY event_id", Map.of(), row -> row.getString(1)))
        .containsExactly("?", "2026-12-31 00:00:00", "?");
    assertThat(clickHouse.query("SELECT ifNull(toString(closed_at), '?') FROM markets_dim FINAL ORDER BY market_id", Map.of(), row -> row.getString(1)))
        .containsExactly("?", "2026-11-02 16:31:01", "?");
    assertThat(sync().rows()).isZero();
  }

  @Test
  void tokenAbove256Bits_takesItsMarketAlone() {
    events.add("{\"id\": \"1\", \"title\": \"A\", \"markets\": [" + market(1, "'clobTokenIds': ['" + "9".repeat(78) + "', '2']")
        + "," + market(2) + "]}");
    assertThat(sync().details()).containsEntry("rejected", Map.of("bad-token-id", 1L)).containsEntry("markets_written", 1L);
  }

  @Test
  void marketsGroup_isItsOwnAndNotTheEvents() {
    String group = "5".repeat(62);
    events.add("{\"id\": \"1\", \"title\": \"A\", \"negRiskMarketID\": \"0x" + group + "00\", \"markets\": ["
        + market(1, "'negRisk': true, 'questionID': '0x" + group + "02'") + ","
        + market(2, "'negRisk': false, 'questionID': '0x" + "7".repeat(62) + "01'") + ","
        + market(3, "'negRisk': true") + "]}");
    events.add("{\"id\": \"2\", \"title\": \"B\", \"markets\": ["
        + market(4, "'negRisk': true, 'negRiskMarketID': '0x" + group + "00', 'questionID': '0x" + group + "03'") + "]}");
    sync();
    assertThat(clickHouse.query("SELECT concat(market_id, ' ', left(neg_risk_market_id, 1), ' ', ifNull(toString(question_index), '?')) FROM"
        + " markets_dim FINAL ORDER BY market_id", Map.of(), row -> row.getString(1))).containsExactly("1 5 2", "2  0", "3 5 ?", "4 5 3");
    assertThat(clickHouse.queryLong("SELECT count() FROM condition_market_map WHERE question_index IS NULL", Map.of())).isEqualTo(1);
    assertThat(sync().rows()).isZero();
  }

  @Test
  void realResponses_areParsed() throws Exception {
    // markets before and after the order book; the same one may be in several answers
    List<String> markets = new ArrayList<>();
    Set<String> conditions = new TreeSet<>();
    for (String file : List.of("gamma-market-12", "market")) {
      JsonNode answer = JSON.readTree(SharedData.open("api/" + file + ".json"));
      for (JsonNode market : answer.isArray() ? answer : List.of(answer)) {
        markets.add(market.toString());
        conditions.add(market.path("conditionId").asText());
      }
    }
    events.add("{\"id\": \"1\", \"title\": \"as they arrived\", \"markets\": [" + String.join(",", markets) + "]}");
    JsonNode event = JSON.readTree(SharedData.open("api/event.json"));
    events.add((event.isArray() ? event.get(0) : event).toString());
    StepResult result = sync();
    assertThat(result.details()).containsEntry("rejected", Map.of());
    assertThat(clickHouse.query("SELECT concat('0x', condition_id) FROM markets_dim FINAL WHERE event_id = '1' ORDER BY condition_id", Map.of(),
        row -> row.getString(1))).containsExactlyElementsOf(conditions);
  }

  private StepResult sync() {
    return new MarketCatalogue(new GammaClient(routes.client(), "http://127.0.0.1:" + server.getAddress().getPort()), clickHouse,
        TestDeadLetters.of(postgres), categories, CatalogueLimits.within(Duration.ofMinutes(1))).sync(FenceGuard.of(++fence));
  }

  /** A page by cursor, which is the number of events before it. */
  private String page(String query) {
    int begin = query.contains("after_cursor") ? Integer.parseInt(query.replaceAll(".*after_cursor=(\\d+).*", "$1")) : 0;
    int limit = Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1"));
    List<String> found = events.stream().filter(e -> e.startsWith("{\"closed\": true") == query.contains("closed=true")).toList();
    int end = Math.min(begin + limit, found.size());
    return "{\"events\": [" + String.join(",", found.subList(Math.min(begin, found.size()), end)) + "]"
        + (end < found.size() ? ", \"next_cursor\": \"" + end + "\"" : "") + "}";
  }

  private static String event(int number, String tags) {
    return "{\"id\": \"" + number + "\", \"slug\": \"e" + number + "\", \"title\": \"Event\", \"tags\": [" + tags + "], \"markets\": [" + market(number) + "]}";
  }

  /** @param more fields that take the place of the usual ones, with single quotes */
  private static String market(int number, String more) {
    try {
      ObjectNode node = (ObjectNode) JSON.readTree(market(number));
      node.setAll((ObjectNode) JSON.readTree("{" + more.replace('\'', '"') + "}"));
      return node.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String market(int number) {
    return "{\"id\": \"" + number + "\", \"conditionId\": \"0x" + String.format(Locale.ROOT, "%064x", number) + "\", \"question\": \"?\", \"outcomes\": \"[\\\"Yes\\\", \\\"No\\\"]\","
        + " \"clobTokenIds\": \"[\\\"" + (2 * number) + "\\\", \\\"" + (2 * number + 1) + "\\\"]\", \"closed\": false}";
  }
}
