package io.cascadian.dev.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final long HEAD = 1_000;
  private static final long TIME = 1_700_000_000L;
  private static SandboxServer server;

  @BeforeAll
  static void start() throws IOException {
    List<RowTable.Row> splits = new ArrayList<>();
    // 3,300 rows in one second, ids not in the order of insertion
    for (int i = 0; i < 3_300; i++) {
      splits.add(RowTable.Row.of(500, id((i * 7919) % 3_300), TIME - 1_000, "0xAb" + i % 7, "0xcc", (long) i));
    }
    for (int i = 0; i < 50; i++) {
      splits.add(RowTable.Row.of(600 + i, id(10_000 + i), TIME - 800 + i * 2, "0xzz", "0xdd", 5L));
    }
    splits.add(RowTable.Row.of(HEAD + 1, id(99_999), TIME + 2, "0xfuture", "0xdd", 5L));
    List<RowTable.Row> conditions = List.of(
        new RowTable.Row(List.of("0xc1", List.of(11L, 12L), List.of(), 0L), 10, 900),
        RowTable.Row.of(900, "0xc1", List.of(11L, 12L), List.of(1L, 0L), 1L),
        RowTable.Row.of(20, "0xc2", List.of(21L, 22L), List.of(), 0L));
    Dataset.Market market = new Dataset.Market("12", "0xaa", "0x01", "Q?", "q", List.of("Yes", "No"), List.of("11", "12"), TIME - 5);
    Dataset.Market other = new Dataset.Market("13", "0xbb", "0x02", "R?", "r", List.of("Yes", "No"), List.of("21", "22"), null);
    Dataset dataset = new Dataset("test", HEAD, TIME,
        Map.of(
            "activity-subgraph", List.of(RowTable.of(Schemas.entity("activity-subgraph", "Split"), splits)),
            "pnl-subgraph", List.of(RowTable.of(Schemas.entity("pnl-subgraph", "Condition"), conditions))),
        List.of(new Dataset.Event("7", "e", "E", null, List.of("AI"), null, TIME - 100, null, List.of(market, other))),
        List.of(new Dataset.Resolution("0xaa", "12", List.of(BigDecimal.ONE, BigDecimal.ZERO), TIME - 5)));
    server = SandboxServer.start(
        dataset, new SandboxOptions(0, Clock.fixed(Instant.ofEpochSecond(TIME), ZoneOffset.UTC), "key"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "0x%06d", number);
  }

  @Test
  void keysetPagingInOneSecond_isComplete() throws Exception {
    List<String> ids = new ArrayList<>();
    String last = "";
    long time = 0;
    while (true) {
      JsonNode page = data("activity-subgraph", """
          query P($ts: BigInt!, $id: ID!) { splits(first: 1000, orderBy: timestamp, orderDirection: asc, block: {number: 1000},
            where: {or: [{timestamp_gt: $ts}, {timestamp: $ts, id_gt: $id}]}) { id timestamp } }""",
          Map.of("ts", Long.toString(time), "id", last)).get("splits");
      if (page.isEmpty()) {
        break;
      }
      page.forEach(row -> ids.add(row.get("id").asText()));
      last = page.get(page.size() - 1).get("id").asText();
      time = page.get(page.size() - 1).get("timestamp").asLong();
    }
    assertThat(ids).hasSize(3_350).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "amount: 3299 | 1", "amount_gt: 3298 | 1", "amount_gte: 3298 | 2", "amount_lt: 2 | 2", "amount_lte: 2 | 3", "amount_not: 5 | 3299",
      "amount_in: [1 2 77777] | 2", "amount_not_in: [5] | 3299", "stakeholder: \"0xzz\" | 50", "stakeholder_starts_with: \"0xz\" | 50",
      "stakeholder_ends_with_nocase: \"ZZ\" | 50", "stakeholder_not_contains: \"Ab\" | 50", "stakeholder_contains_nocase: \"aB\" | 3300",
      "id: \"0x010003\" | 1", "id_gt: \"0x010047\" | 2", "id_lte: \"0x000002\" | 3",
      "and: [{amount_gt: 10} {amount_lt: 13}] | 2", "or: [{amount: 1} {amount: 2}] | 2", "_change_block: {number_gte: 640} | 10"})
  void filters_behaveAsGraphNode(String filter, int expected) throws Exception {
    int found = 0;
    for (int skip = 0; ; skip += 1_000) {
      JsonNode page = data("activity-subgraph",
          "{ splits(first: 1000, skip: " + skip + ", where: {" + filter + "}) { id } }", Map.of()).get("splits");
      found += page.size();
      if (page.size() < 1_000) {
        break;
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{ splits(first: 1001) { id } } | The `first` argument must be between 0 and 1000, but is 1001",
      "{ splits(first: 0) { id } } | The `first` argument must be between 0 and 1000, but is 0",
      "{ splits(skip: 6000) { id } } | The `skip` argument must be between 0 and 5000, but is 6000",
      "{ nothing { id } } | Type `Query` has no field `nothing`",
      "{ splits { nothing } } | Type `Split` has no field `nothing`",
      "{ splits(where: {nothing_gt: 1}) { id } } | Entity `Split` has no attribute `nothing_gt`",
      "{ splits(where: {amount: \"x\"}) { id } } | Failed to decode `BigInt` value: `x`",
      "query A { splits { id } } query B { splits { id } } | Operation name required",
      "query A($a: Int!) { splits(first: $a) { id } } | No value provided for required variable `a`",
      "{ splits(block: {hash: \"0x00\"}) { id } } | Failed to decode `block.hash` value: `no block with that hash found`"})
  void wrongQueries_getGraphNodesErrors(String query, String message) throws Exception {
    JsonNode answer = post("activity-subgraph", query, Map.of());
    assertThat(answer.has("data")).isFalse();
    assertThat(answer.at("/errors/0/message").asText()).isEqualTo(message);
  }

  @Test
  void blockAheadOfHead_isRejected() throws Exception {
    assertThat(post("activity-subgraph", "{ splits(block: {number: 1001}) { id } }", Map.of()).at("/errors/0/message").asText())
        .contains("has only indexed up to block number 1000 and data for block number 1001 is therefore not yet available");
    assertThat(post("activity-subgraph", "{ splits(where: {amount: 1, or: [{amount: 2}]}) { id } }", Map.of())
        .at("/errors/0/message").asText()).startsWith("Cannot mix column filters with 'or' operator at the same level. "
            + "Found column filter(s) 'amount' alongside 'or' operator.");
  }

  @Test
  void pinnedBlock_showsFormerState() throws Exception {
    String query = "query C($b: Int!) { condition(id: \"0xc1\", block: {number: $b}) { payoutNumerators payoutDenominator } }";
    assertThat(data("pnl-subgraph", query, Map.of("b", 899)).at("/condition/payoutDenominator").asText()).isEqualTo("0");
    assertThat(data("pnl-subgraph", query, Map.of("b", 900)).at("/condition/payoutNumerators").toString()).isEqualTo("[\"1\",\"0\"]");
    assertThat(data("pnl-subgraph", query, Map.of("b", 5)).get("condition").isNull()).isTrue();
    assertThat(data("pnl-subgraph", "{ conditions(where: {_change_block: {number_gte: 100}}) { id } }", Map.of()).get("conditions"))
        .hasSize(1);
  }

  @Test
  void meta_hasHead_lessUnderConstraint() throws Exception {
    JsonNode meta = data("activity-subgraph",
        "{ _meta { deployment hasIndexingErrors block { number timestamp hash parentHash } } pinned: _meta(block: {number: 10}) "
            + "{ block { number timestamp hash } } }", Map.of());
    assertThat(meta.at("/_meta/block/number").asLong()).isEqualTo(HEAD);
    assertThat(meta.at("/_meta/block/timestamp").asLong()).isEqualTo(TIME);
    assertThat(meta.at("/_meta/hasIndexingErrors").asBoolean()).isFalse();
    assertThat(meta.at("/pinned/block/number").asLong()).isEqualTo(10);
    assertThat(meta.at("/pinned/block/hash").isNull()).isTrue();
    String hash = meta.at("/_meta/block/hash").asText();
    assertThat(data("activity-subgraph", "{ splits(first: 1, block: {hash: \"" + hash + "\"}) { id } }", Map.of()).get("splits"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "[] | Request data is not an object", "{} | The \"query\" field is missing in request data",
      "{\"query\":1} | The \"query\" field is not a string",
      "{\"query\":\"{splits{id}}\",\"variables\":[]} | Invalid query variables provided"})
  void invalidRequests_get400(String body, String message) throws Exception {
    HttpResponse<String> answer = raw(endpoint("activity-subgraph"), body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).get("error").asText())
        .isEqualTo("GraphQL server error (client error): " + message);
  }

  @Test
  void unknownPathsAndKeys_behaveAsHosted() throws Exception {
    assertThat(raw(server.gammaUrl() + "/nowhere", "{}").body()).isEqualTo("{\"message\":\"Not found\"}");
    assertThat(post("other-subgraph", "{ a { id } }", Map.of()).at("/errors/0/message").asText())
        .isEqualTo("deployment `other-subgraph` does not exist");
    assertThat(raw(endpoint("activity-subgraph").replace("/public/", "/private/"), "{}").statusCode()).isEqualTo(401);
  }

  @Test
  void catalogue_behavesAsTheRealOne() throws Exception {
    JsonNode event = get("/events?limit=5&offset=0").get(0);
    JsonNode market = event.at("/markets/0");
    assertThat(event.at("/tags/0/label").asText()).isEqualTo("AI");
    assertThat(market.get("outcomes").asText()).isEqualTo("[\"Yes\",\"No\"]");
    assertThat(market.get("outcomePrices").asText()).isEqualTo("[\"1\",\"0\"]");
    assertThat(market.get("clobTokenIds").asText()).isEqualTo("[\"11\",\"12\"]");
    assertThat(get("/markets?condition_ids=0xaa&condition_ids=0xbb").findValuesAsText("conditionId")).as("open ones only").containsExactly("0xbb");
    assertThat(get("/markets?condition_ids=0xaa&condition_ids=0xbb&closed=true").findValuesAsText("conditionId")).containsExactly("0xaa");
    assertThat(get("/markets?clob_token_ids=12&clob_token_ids=99&closed=true").findValuesAsText("conditionId")).containsExactly("0xaa");
    // the singular is ignored: whatever is asked for, the first page comes
    assertThat(get("/markets?condition_id=0xbb&closed=true").get(0).get("id").asText()).isEqualTo("12");
    assertThat(raw(server.gammaUrl() + "/markets?condition_ids=" + "0".repeat(8_000), "{}").statusCode()).isEqualTo(414);
    assertThat(get("/events?limit=5&offset=1")).isEmpty();
  }

  @Test
  void body_largerThanAnyQuery_isRefusedUnread() throws Exception {
    String endpoint = endpoint("activity-subgraph");
    String query = "{\"query\": \"{ _meta { block { number } } }\"}";
    String padded = query + " ".repeat(SandboxServer.LARGEST_BODY - query.length());
    assertThat(raw(endpoint, padded).statusCode()).isEqualTo(200);
    assertThat(raw(endpoint, padded + " ".repeat(10_000)).statusCode()).isEqualTo(413);
    assertThat(raw(endpoint, query).statusCode()).isEqualTo(200);
  }

  private static JsonNode get(String path) throws Exception {
    return JSON.readTree(CLIENT.send(HttpRequest.newBuilder(URI.create(server.gammaUrl() + path)).build(),
        HttpResponse.BodyHandlers.ofString()).body());
  }

  private static JsonNode data(String subgraph, String query, Map<String, ?> variables) throws Exception {
    JsonNode answer = post(subgraph, query, variables);
    assertThat(answer.has("errors")).as(answer.toString()).isFalse();
    return answer.get("data");
  }

  private static JsonNode post(String subgraph, String query, Map<String, ?> variables) throws Exception {
    return JSON.readTree(raw(endpoint(subgraph), JSON.writeValueAsString(Map.of("query", query, "variables", variables))).body());
  }

  private static String endpoint(String subgraph) {
    return server.baseUrl() + "/subgraphs/" + subgraph + "/1.0.0/gn";
  }

  private static HttpResponse<String> raw(String url, String body) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
