package io.cascadian.dev.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.dev.simulator.SimulationOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault as a caller meets it on the wire. */
class FaultsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final long TIME = 1_700_000_000L;
  private static final long HEAD = 1_000;
  /** One split in each of the last 300 blocks. */
  private static final int ROWS = 300;
  private static final String ALL = "{ _meta { block { number } } splits(first: 1000, orderBy: timestamp) { id timestamp amount } }";

  private final SetClock clock = new SetClock(TIME);
  private SandboxServer server;

  @BeforeEach
  void start() throws IOException {
    List<RowTable.Row> splits = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      long block = HEAD - ROWS + 1 + i;
      splits.add(RowTable.Row.of(block, String.format(Locale.ROOT, "0x%04d", i), TIME - (HEAD - block) * 2, "0xaa", "0xcc", 100L + i));
    }
    Dataset dataset = new Dataset("faults", HEAD, TIME,
        Map.of(Schemas.ACTIVITY, List.of(RowTable.of(Schemas.entity(Schemas.ACTIVITY, "Split"), splits))), List.of(), List.of());
    server = SandboxServer.start(dataset, new SandboxOptions(0, clock, null).withBreakableConnections());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void noFault_everythingIsServed() throws Exception {
    assertThat(rows(ALL)).hasSize(ROWS);
    assertThat(number()).isEqualTo(HEAD);
  }

  @Test
  void faults_haveNameAndDescription() {
    assertThat(Faults.all()).hasSizeGreaterThan(40).allSatisfy(named -> {
      assertThat(named.name()).matches("[a-z0-9-]+");
      assertThat(named.story()).isNotBlank();
      assertThat(Faults.named(named.name())).isNotNull();
    });
    assertThat(Faults.named("replayed-page")).isNotSameAs(Faults.named("replayed-page"));
    assertThatThrownBy(() -> Faults.named("nonsense")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("slow-drip");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "429 | 429 | ''", "503-html | 503 | <h1>503</h1>", "404 | 404 | Subgraph not found", "410 | 410 | Subgraph not found",
      "message-not-found | 200 | {\"message\":\"Not found\"}", "html-200 | 200 | back soon",
      "error-timeout | 200 | {\"errors\":[{\"message\":\"Query timed out\"}]}",
      "error-indexing | 200 | {\"errors\":[{\"message\":\"indexing_error\"}]}",
      "error-no-field | 200 | Type `Query` has no field"})
  void invalidResponses_areSent(String name, int status, String body) throws Exception {
    server.misbehave(Faults.named(name));
    HttpResponse<String> answer = post(ALL);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(body);
    assertThat(answer.body()).doesNotContain("\"data\"");
  }

  @Test
  void retryAfter_isSecondsDateOrAbsent() throws Exception {
    server.misbehave(Faults.named("429"));
    assertThat(post(ALL).headers().firstValue("Retry-After")).isEmpty();
    server.misbehave(TooManyRequests.forSeconds(7));
    assertThat(post(ALL).headers().firstValue("Retry-After")).hasValue("7");
    server.misbehave(TooManyRequests.untilDateIn(3_600));
    String date = post(ALL).headers().firstValue("Retry-After").orElseThrow();
    assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)).isAfter(ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
  }

  @Test
  void fault_affectsSelectedRequests() throws Exception {
    post(ALL);
    server.misbehave(new During(2, 3, Faults.named("503-html")));
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      statuses.add(post(ALL).statusCode());
    }
    assertThat(statuses).containsExactly(200, 503, 503, 200, 200);
  }

  @Test
  void rateLimit_acceptsSome_rejectsOthers() throws Exception {
    server.misbehave(new RateLimit(3, Duration.ofHours(1), "slow down"));
    for (int i = 0; i < 3; i++) {
      assertThat(rows(ALL)).hasSize(ROWS);
    }
    HttpResponse<String> refused = post(ALL);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).isEqualTo("slow down");
    assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow())).isBetween(3_000L, 3_600L);
  }

  @Test
  void latency_changesOnlyTime() throws Exception {
    server.misbehave(new Latency(Duration.ofMillis(20)));
    assertThat(rows(ALL)).hasSize(ROWS);
  }

  @Test
  void truncatedResponse_isCompleteHttp_brokenJson() throws Exception {
    String right = post(ALL).body();
    server.misbehave(Faults.named("truncated-json"));
    HttpResponse<String> answer = post(ALL);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(right.substring(0, right.length() / 2));
    assertThatThrownBy(() -> JSON.readTree(answer.body())).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void shortBody_endsBeforeItsLength() {
    server.misbehave(Faults.named("closed-mid-body"));
    assertThatThrownBy(() -> post(ALL)).isInstanceOf(IOException.class);
  }

  @Test
  void drip_continuesUntilConnectionCloses() throws Exception {
    server.misbehave(new SlowDrip(Duration.ofMillis(5), Duration.ofMillis(100)));
    try (Socket socket = ask()) {
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).contains("200 OK").contains("1000000");
      assertThat(answer.substring(answer.indexOf("\r\n\r\n"))).containsPattern("   ");
    }
  }

  @Test
  void silentSource_sendsNoByte() throws Exception {
    server.misbehave(Faults.named("never-answers"));
    try (Socket socket = ask()) {
      socket.setSoTimeout(200);
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void reset_beforeHeaders() throws Exception {
    server.misbehave(Faults.named("reset-before-headers"));
    try (Socket socket = ask()) {
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }
  }

  @Test
  void reset_afterHeaders() throws Exception {
    server.misbehave(Faults.named("reset-after-headers"));
    StringBuilder received = new StringBuilder();
    try (Socket socket = ask()) {
      InputStream in = socket.getInputStream();
      assertThatThrownBy(() -> {
        for (int b = in.read(); b >= 0; b = in.read()) {
          received.append((char) b);
        }
      }).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }
    // a reset may overtake the last of the headers, never the other way round
    assertThat(received.toString()).startsWith("HTTP/1.1 200 OK").doesNotContain("\r\n\r\n{");
  }

  @Test
  void reset_needsBreakableSandbox() throws Exception {
    Dataset empty = new Dataset("empty", 1, TIME, Map.of(), List.of(), List.of());
    try (SandboxServer plain = SandboxServer.start(empty, SandboxOptions.defaults())) {
      plain.misbehave(Faults.named("reset-before-headers"));
      HttpResponse<String> answer = CLIENT.send(HttpRequest.newBuilder(URI.create(plain.gammaUrl() + "/events")).build(),
          HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("withBreakableConnections");
    }
  }

  @Test
  void emptyList_replacesRows() throws Exception {
    server.misbehave(Faults.named("empty-list"));
    assertThat(rows(ALL)).isEmpty();
    assertThat(number()).isEqualTo(HEAD);
  }

  @Test
  void replayedPage_isThePreviousOne() throws Exception {
    String second = "{ splits(first: 10, orderBy: timestamp, where: {timestamp_gt: \"" + (TIME - 100) + "\"}) { id } }";
    String firstPage = post("{ splits(first: 10, orderBy: timestamp) { id } }").body();
    server.misbehave(Faults.named("replayed-page"));
    assertThat(post("{ splits(first: 10, orderBy: timestamp) { id } }").body()).isEqualTo(firstPage);
    assertThat(post(second).body()).isEqualTo(firstPage);
  }

  @Test
  void fields_areAddedOmittedOrNull() throws Exception {
    server.misbehave(Faults.named("extra-field"));
    assertThat(rows(ALL)).hasSize(ROWS).allSatisfy(row -> assertThat(row.has("_attestation")).isTrue());
    server.misbehave(new MissingField("amount", 3));
    assertThat(rows(ALL).stream().filter(row -> !row.has("amount"))).hasSize(ROWS / 3);
    server.misbehave(new NullField("amount", 3));
    assertThat(rows(ALL).stream().filter(row -> row.get("amount").isNull())).hasSize(ROWS / 3);
  }

  @Test
  void frozenHead_hidesLaterRows() throws Exception {
    clock.set(TIME - 100);
    assertThat(number()).as("the recorded history is never hidden by the clock").isEqualTo(HEAD);
    server.misbehave(Faults.named("frozen-head"));
    assertThat(number()).isEqualTo(HEAD);
    clock.set(TIME + 1_000);
    assertThat(number()).isEqualTo(HEAD);
    assertThat(meta().at("/block/timestamp").asLong()).isEqualTo(TIME);
    server.misbehave(Fault.NONE);
    assertThat(number()).isEqualTo(HEAD + 500);
  }

  @Test
  void laggingReplica_lacksHeadAndRows() throws Exception {
    server.misbehave(new ReplicaBehind(100, 2));
    List<Long> heads = new ArrayList<>(List.of(number(), number(), number(), number()));
    assertThat(heads).containsOnly(HEAD, HEAD - 100).containsSubsequence(HEAD, HEAD - 100, HEAD);
    server.misbehave(new ReplicaBehind(100, 1));
    assertThat(rows(ALL)).hasSize(ROWS - 100);
    assertThat(post("{ splits(block: {number: " + HEAD + "}) { id } }").body())
        .contains("has only indexed up to block number " + (HEAD - 100) + " and data for block number " + HEAD);
    assertThat(post(ALL).headers().firstValue("graph-indexed").orElseThrow()).contains("\"number\":" + (HEAD - 100));
  }

  @Test
  void indexingErrors_leaveOnlyMeta() throws Exception {
    server.misbehave(Faults.named("indexing-errors"));
    assertThat(meta().get("hasIndexingErrors").asBoolean()).isTrue();
    assertThat(post(ALL).body()).isEqualTo("{\"errors\":[{\"message\":\"indexing_error\"}]}");
  }

  @Test
  void otherDeployment_hasSameRows() throws Exception {
    String before = meta().get("deployment").asText();
    server.misbehave(Faults.named("deployment-changed"));
    assertThat(meta().get("deployment").asText()).isNotEqualTo(before).startsWith("Qm");
    assertThat(rows(ALL)).hasSize(ROWS);
    server.misbehave(Fault.NONE);
    assertThat(meta().get("deployment").asText()).isEqualTo(before);
  }

  @Test
  void reorganisation_replacesLastBlocksOnly() throws Exception {
    String hash = meta().at("/block/hash").asText();
    Map<String, Long> before = amounts();
    Reorg reorg = new Reorg(50, 7);
    server.misbehave(reorg);
    Map<String, Long> after = amounts();

    assertThat(meta().at("/block/hash").asText()).isNotEqualTo(hash);
    assertThat(post("{ splits(block: {hash: \"" + hash + "\"}) { id } }").body()).contains("no block with that hash found");
    assertThat(before.keySet().stream().filter(id -> !after.containsKey(id))).as("gone").isNotEmpty().allMatch(FaultsTest::inLast50);
    assertThat(after.keySet().stream().filter(id -> !before.containsKey(id))).as("new").isNotEmpty();
    assertThat(before.keySet().stream().filter(id -> after.containsKey(id) && !after.get(id).equals(before.get(id)))).as("changed")
        .isNotEmpty().allMatch(FaultsTest::inLast50);
    assertThat(after.keySet().stream().filter(id -> before.containsKey(id))).hasSizeGreaterThanOrEqualTo(ROWS - 50);

    server.misbehave(Fault.NONE);
    assertThat(meta().at("/block/hash").asText()).isEqualTo(hash);
    clock.set(TIME + 100);
    String old = parentHash();
    server.misbehave(new Reorg(50, 7));
    assertThat(parentHash()).as("within the new branch").isNotEqualTo(old);
    server.misbehave(new Reorg(1, 7));
    assertThat(parentHash()).as("below the new branch").isEqualTo(old);
  }

  @Test
  void alteredData_canBeServedPermanently() throws Exception {
    Dataset empty = new Dataset("faults", HEAD, TIME, Map.of(Schemas.ACTIVITY, List.of()), List.of(), List.of());
    server.serve(empty);
    assertThat(post(ALL).body()).contains("has no field `splits`");
    server.serve(new Redeployed().change(empty, server.head()));
    assertThat(post("{ splits { id } }").body()).contains("has no field `splits`");
  }

  @Test
  void events_areRepeatedInPlaceOrLater() throws Exception {
    Map<String, Long> before = amounts();
    server.misbehave(Faults.named("changed-in-place"));
    assertThat(rows(ALL)).hasSize(ROWS);
    assertThat(amounts().entrySet().stream().filter(e -> !before.get(e.getKey()).equals(e.getValue()))).hasSize(ROWS / 10);
    server.misbehave(Faults.named("redelivery"));
    assertThat(rows(ALL)).as("in the block after the head").hasSize(ROWS);
    clock.set(TIME + 2);
    List<JsonNode> rows = rows(ALL);
    assertThat(rows).hasSize(ROWS + ROWS / 10);
    assertThat(rows.subList(ROWS, rows.size())).allSatisfy(row -> {
      assertThat(before).containsKey(row.get("id").asText());
      assertThat(row.get("amount").asLong()).isEqualTo(before.get(row.get("id").asText()) + 1);
      assertThat(row.get("timestamp").asLong()).isEqualTo(TIME + 2);
    });
  }

  @Test
  void burst_isManyEventsInOneSecond() throws Exception {
    server.misbehave(new Burst(400));
    List<JsonNode> rows = rows(ALL);
    assertThat(rows).hasSize(ROWS + 399);
    assertThat(rows.stream().map(row -> row.get("id").asText())).doesNotHaveDuplicates();
    assertThat(rows.stream().filter(row -> row.get("timestamp").asLong() == TIME - 298)).hasSize(400);
  }

  @Test
  void largestNumber_isSentExactly() throws Exception {
    server.misbehave(Faults.named("uint256-max"));
    assertThat(rows(ALL).stream().filter(row -> row.get("amount").asText().equals(LargestNumbers.LARGEST.toString()))).hasSize(3);
    assertThat(LargestNumbers.LARGEST).isEqualTo("115792089237316195423570985008687907853269984665640564039457584007913129639935");
  }

  @Test
  void dataFaults_onSimulatedEvents_knowAllAndKeepStoredOrder() {
    Dataset simulated = MarketSimulator.generate(SimulationOptions.of(3, 0.25, TIME)).dataset();
    for (Faults.Named named : Faults.all()) {
      if (named.make().get() instanceof DataFault fault) {
        Dataset changed = fault.change(simulated, simulated.lastBlock());
        changed.subgraphs().values().forEach(tables -> tables.forEach(FaultsTest::assertInOrder));
        assertThat(changed.subgraphs().keySet()).isEqualTo(simulated.subgraphs().keySet());
      }
    }
  }

  private static void assertInOrder(EntityTable table) {
    int id = table.type().indexOf("id");
    int sort = table.type().indexOf(table.sortField());
    for (int row = 1; row < table.size(); row++) {
      int bySort = sort == id ? 0
          : Long.compare(((Number) table.value(row - 1, sort)).longValue(), ((Number) table.value(row, sort)).longValue());
      if (bySort > 0 || bySort == 0 && table.value(row - 1, id).toString().compareTo(table.value(row, id).toString()) > 0) {
        fail(table.type().name() + ", row " + row + " comes before the one before it");
      }
    }
  }

  private static boolean inLast50(String id) {
    return Integer.parseInt(id.substring(2)) >= ROWS - 50;
  }

  private Map<String, Long> amounts() throws Exception {
    Map<String, Long> amounts = new TreeMap<>();
    rows(ALL).forEach(row -> amounts.put(row.get("id").asText(), row.get("amount").asLong()));
    return amounts;
  }

  private List<JsonNode> rows(String query) throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    JSON.readTree(post(query).body()).at("/data/splits").forEach(rows::add);
    return rows;
  }

  private long number() throws Exception {
    return meta().at("/block/number").asLong();
  }

  private String parentHash() throws Exception {
    return JSON.readTree(post("{ _meta { block { parentHash } } }").body()).at("/data/_meta/block/parentHash").asText();
  }

  private JsonNode meta() throws Exception {
    return JSON.readTree(post("{ _meta { block { number timestamp hash } deployment hasIndexingErrors } }").body()).at("/data/_meta");
  }

  private String endpoint() {
    return server.baseUrl() + "/subgraphs/activity-subgraph/0.0.4/gn";
  }

  private HttpResponse<String> post(String query) throws Exception {
    String body = JSON.writeValueAsString(Map.of("query", query));
    return CLIENT.send(HttpRequest.newBuilder(URI.create(endpoint())).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A request by a socket of its own, so that every byte and its end are seen. */
  private Socket ask() throws IOException {
    URI uri = URI.create(endpoint());
    byte[] body = JSON.writeValueAsBytes(Map.of("query", ALL));
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.getOutputStream().write(("POST " + uri.getPath() + " HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/json\r\n"
        + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    return socket;
  }

  /** A clock that is set by hand. */
  private static final class SetClock extends Clock {
    private volatile Instant now;

    SetClock(long seconds) {
      set(seconds);
    }

    void set(long seconds) {
      now = Instant.ofEpochSecond(seconds);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
