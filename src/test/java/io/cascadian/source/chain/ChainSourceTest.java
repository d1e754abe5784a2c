package io.cascadian.source.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.http.HttpLimits;
import io.cascadian.source.Cursor;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.testkit.ChainNode;
import io.cascadian.testkit.Faults;
import io.cascadian.testkit.TestRoutes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is the chain's own: limits of nodes, reorganisations, replicas, blocks of a time. */
class ChainSourceTest {

  private static final long FIRST = 1_000;
  private static final long TIME = 1_780_000_000;

  private final ChainNode node = new ChainNode(FIRST);
  private final TestRoutes routes = TestRoutes.options().tries(4).chain(node.url())
      .limits(new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(2), 16 << 20)).start();
  private final ChainSource source = source(2_000);

  @AfterEach
  void stop() {
    node.close();
    routes.close();
  }

  @Test
  void nodeWithLogLimit_isAskedForFewBlocks() throws SourceException {
    chain(300, 5);
    node.limitResults(50);
    assertThat(read(source, 1_000)).hasSize(1_500);
    // ten blocks a request, found by halving, and not lost sight of
    assertThat(node.calls("eth_getLogs")).isBetween(30, 90);
    assertThat(source.repeated()).as("limits are no failures").isZero();
  }

  @Test
  void nodeWithBlockLimit_isAskedForFewBlocks() throws SourceException {
    chain(300, 1);
    node.limitRange(10);
    assertThat(read(source, 1_000)).hasSize(300);
  }

  @Test
  void tooLargeBlock_isFailure() {
    chain(3, 60);
    node.limitResults(50);
    assertThatThrownBy(() -> read(source, 1_000))
        .isInstanceOf(SourceUnavailableException.class).hasMessageContaining("more than 50 results");
    assertThat(source.repeated()).isPositive();
  }

  @Test
  void nodeWithoutBatches_getsSingleCalls() throws SourceException {
    chain(30, 2);
    node.limitBatch(1);
    assertThat(read(source, 1_000)).hasSize(60);
    node.misbehave((exchange, number) -> exchange.getRequestHeaders().getFirst("Content-Length").length() > 3
        && Faults.answer(500, "text/plain", "a batch after all").intercept(exchange, number));
    assertThat(read(source, 1_000)).as("no more batches are tried").hasSize(60);
  }

  /** As hosts word them; the first two answers of a kind, or every batch above a size. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "429 | -32005 | project ID request rate exceeded | 0",
      "429 | -32029 | Too Many Requests, Please apply an API key or contact us to receive a higher rate limit | 0",
      "429 | -32005 | API key rate limit exceeded | 0",
      "500 | 31 | Batch of more than 3 requests are not allowed on free tier, to use this feature register paid account | 3",
      "400 | -32600 | batch requests are not allowed | 1",
      "400 | -32600 | Invalid Request | 1",
      "200 | -32700 | parse error | 1",
      "200 | -32005 | too many calls in one request, max 2 | 2",
      "200 | -32064 | You have exceeded the number of calls allowed for your project id | 0"})
  void limitsOfHosts_areNoRefusalsAndLoseNothing(int status, int code, String message, int batch) throws SourceException {
    chain(90, 2);
    AtomicInteger refused = new AtomicInteger(2);
    node.refuse(calls -> batch == 0 ? refused.getAndDecrement() > 0 : calls > batch, status, code, message);
    assertThat(read(source, 25)).hasSize(180);
  }

  @Test
  void errorsWithoutTheShapeOfAnError_areLimitsToo() throws SourceException {
    chain(30, 2);
    node.misbehave((exchange, number) -> switch ((int) number) {
      case 1 -> Faults.answer(200, "application/json", "{\"error\":\"Too many requests\"}").intercept(exchange, number);
      case 2 -> Faults.answer(403, "application/json", "{\"code\":-32005,\"message\":\"API key rate limit exceeded\"}").intercept(exchange, number);
      case 3 -> Faults.answer(403, "text/plain", "Your API key is rate limited").intercept(exchange, number);
      default -> false;
    });
    assertThat(read(source, 1_000)).hasSize(60);
  }

  @Test
  void idsAsText_areTheIdsThatWereSent() throws SourceException {
    chain(30, 2);
    node.answerIdsAsText();
    assertThat(read(source, 1_000)).hasSize(60);
  }

  @Test
  void rateLimitWithinABatch_makesBatchesSmaller() throws SourceException {
    chain(90, 2);
    node.limitCallsOfBatch(4);
    assertThat(read(source, 1_000)).hasSize(180);
  }

  @Test
  void slowResponse_isRequestedInParts() throws SourceException {
    chain(64, 1);
    AtomicInteger slow = new AtomicInteger(2);
    node.beforeLogs(() -> {
      if (slow.getAndDecrement() > 0) {
        sleep(1_300);
      }
    });
    assertThat(read(source(1_024), 1_000)).hasSize(64);
    assertThat(node.calls("eth_getLogs")).as("64 and 32 blocks in vain, then 16 and more").isBetween(5, 7);
  }

  @Test
  void transientFailures_areRetried() throws SourceException {
    chain(40, 3);
    node.misbehave((exchange, number) -> number % 3 == 1 && switch ((int) (number / 3) % 4) {
      case 0 -> Faults.answer(503, "text/html", "<html>").intercept(exchange, number);
      case 1 -> error(429, 429, "rate limit").intercept(exchange, number);
      case 2 -> Faults.answer(200, "application/json", "[{\"jsonrpc\":\"2.0\",\"id\":").intercept(exchange, number);
      default -> error(200, -32603, "Internal error").intercept(exchange, number);
    });
    assertThat(read(source, 10)).hasSize(120);
    assertThat(source.repeated()).isGreaterThan(3);
  }

  @Test
  void rejection_isNotRetried_messageHasNoKey() {
    chain(3, 1);
    node.misbehave(error(401, -32001, "Unauthorized"));
    assertThatThrownBy(() -> read(source, 10)).isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("CHAIN_RPC_URL").hasMessageNotContaining("secret-key").hasMessageContaining("[http://127.0.0.1:");
    assertThat(node.requests()).isEqualTo(1);
  }

  @Test
  void unknownCollection_isRejected() {
    chain(3, 1);
    StreamDefinition other = new StreamDefinition("x", "chain", "http://node", "OrdersMatched", List.of("id"), "timestamp", "fill", "V2");
    assertThatThrownBy(() -> source.page(new PageRequest(other, Cursor.START, null, null, FIRST, null, 10)))
        .isInstanceOf(SourceRefusedException.class).hasMessageContaining("OrderFilled");
  }

  @Test
  void laggingReplica_isNoEndOfData() {
    chain(50, 1);
    // it would answer what it has, with success
    PageRequest request = new PageRequest(Fills.STREAM, Cursor.START, null, null, node.head() + 30, null, 1_000);
    assertThatThrownBy(() -> source.page(request)).isInstanceOf(SourceUnavailableException.class).hasMessageContaining("behind");
  }

  @Test
  void removedLogs_areNotDelivered() throws SourceException {
    chain(10, 2);
    node.tamper(logs -> {
      logs.forEach(log -> ((ObjectNode) log).put("removed", log.path("logIndex").asText().equals("0x1")));
      return logs;
    });
    assertThat(read(source, 1_000)).hasSize(10).allSatisfy(record -> assertThat(record.value("id").toString()).endsWith("_0x4"));
  }

  @Test
  void unrequestedOrDuplicateLogs_areFailures() {
    chain(10, 2);
    node.tamper(logs -> {
      logs.forEach(log -> ((ObjectNode) log).put("address", "0x" + "9".repeat(40)));
      return logs;
    });
    assertThatThrownBy(() -> read(source, 1_000)).isInstanceOf(SourceUnavailableException.class).hasMessageContaining("not asked for");
    node.tamper(logs -> logs.add(logs.get(0).deepCopy()));
    assertThatThrownBy(() -> read(source, 1_000)).isInstanceOf(SourceUnavailableException.class).hasMessageContaining("twice");
    node.tamper(logs -> {
      logs.forEach(log -> ((ObjectNode) log).putNull("logIndex"));
      return logs;
    });
    assertThatThrownBy(() -> read(source, 1_000)).isInstanceOf(SourceUnavailableException.class).hasMessageContaining("without a place");
  }

  @Test
  void logs_areInChainOrder() throws SourceException {
    chain(10, 3);
    node.tamper(logs -> {
      List<JsonNode> reversed = new ArrayList<>();
      logs.forEach(log -> reversed.add(0, log));
      return logs.removeAll().addAll(reversed);
    });
    assertThat(read(source, 7)).hasSize(30).extracting(SourceRecord::position).isSorted();
  }

  @Test
  void pageOfInconsistentBlocks_isReadAgain() throws SourceException {
    chain(40, 2);
    AtomicInteger once = new AtomicInteger();
    node.tamper(logs -> {
      if (once.getAndIncrement() == 0) {
        ((ObjectNode) logs.get(5)).put("blockHash", "0x" + "e".repeat(64));
      }
      return logs;
    });
    assertThat(read(source, 1_000)).hasSize(80);
    assertThat(source.repeated()).isEqualTo(1);

    node.tamper(logs -> {
      ((ObjectNode) logs.get(0)).put("blockHash", "0x" + "e".repeat(64));
      return logs;
    });
    assertThatThrownBy(() -> read(source, 1_000)).isInstanceOf(SourceUnavailableException.class).hasMessageContaining("reorganised");
  }

  @Test
  void reorganisationBetweenPages_newBranchIsRead() throws SourceException {
    chain(40, 2);
    SourceHead head = source.head(Fills.STREAM);
    Page first = source.page(request(Cursor.START, head.block(), 50));
    node.reorganise(30, logs -> logs.subList(0, 1));

    List<SourceRecord> rest = new ArrayList<>();
    for (Page page = first; !page.last(); ) {
      page = source.page(request(page.next(), head.block(), 50));
      rest.addAll(page.records());
    }
    // the block that the first page ended in is known under another hash
    assertThat(source.repeated()).isPositive();
    long reached = ChainPosition.block(first.next()).orElseThrow();
    assertThat(rest).allSatisfy(record -> assertThat(record.value("id").toString()).endsWith("_0x1"));
    assertThat(rest).extracting(record -> ChainPosition.block(record.position()).orElseThrow())
        .containsExactlyElementsOf(LongStream.rangeClosed(reached + 1, head.block()).boxed().toList());
  }

  @Test
  void replacedBlock_isNotCanonical() throws SourceException {
    chain(40, 1);
    SourceHead head = source.head(Fills.STREAM);
    long pin = head.block() - 5;
    String hash = source.blockHash(Fills.STREAM, pin).orElseThrow();
    assertThat(hash).isEqualTo(node.hashOf(pin));
    assertThat(source.isCanonical(Fills.STREAM, pin, hash)).isTrue();
    assertThat(source.isCanonical(Fills.STREAM, pin, null)).as("nobody can tell").isTrue();

    node.reorganise(5, logs -> logs);
    assertThat(source.isCanonical(Fills.STREAM, pin, hash)).as("above the pin").isTrue();
    node.reorganise(6, logs -> logs);
    assertThat(source.isCanonical(Fills.STREAM, pin, hash)).isFalse();
    node.answerNull();
    assertThatThrownBy(() -> source.isCanonical(Fills.STREAM, pin, hash)).isInstanceOf(SourceUnavailableException.class);
  }

  @Test
  void unevenBlocks_timeIsFoundInFewRequests() throws SourceException {
    long time = TIME;
    for (int block = 0; block < 3_000; block++) {
      // the chain stood still for a day, then went on slowly, then fast
      time += block == 700 ? 86_400 : block < 1_500 ? 7 : 1 + block % 2;
      node.append(time, List.of(Fills.buy(1_000_000 + block)));
    }
    long end = time;
    for (long from : new long[] {TIME, TIME + 4_000, TIME + 5_000, TIME + 90_000, end - 100, end}) {
      ChainSource fresh = source(2_000);
      Page page = fresh.page(request(new Cursor(from, ""), node.head(), 1));
      assertThat(page.records().get(0).position().order()).isGreaterThanOrEqualTo(from);
      assertThat(fresh.requests()).isLessThan(24);
      long block = ChainPosition.block(page.records().get(0).position()).orElseThrow();
      if (block > FIRST) {
        Page before = fresh.page(new PageRequest(Fills.STREAM, new Cursor(TIME, ""), from - 1, null, node.head(), null, 10_000));
        assertThat(before.records().stream().allMatch(r -> ChainPosition.block(r.position()).orElseThrow() < block)).isTrue();
      }
    }
  }

  @Test
  void evenBlocks_timeIsFoundInFewRequests() throws SourceException {
    chain(3_000, 1);
    for (long block : new long[] {1, 777, 1_500, 2_998}) {
      ChainSource fresh = source(2_000);
      fresh.page(request(new Cursor(TIME + block * 2, ""), node.head(), 1));
      assertThat(fresh.requests()).isLessThan(7);
    }
  }

  @Test
  void blocksWithoutLogs_areReadInGrowingPages() throws SourceException {
    for (int block = 0; block < 500; block++) {
      node.append(TIME + block * 2, block == 450 ? List.of(Fills.buy(1)) : List.of());
    }
    ChainSource small = source(4);
    Page first = small.page(request(Cursor.START, node.head(), 10));
    assertThat(first.records()).isEmpty();
    assertThat(first.last()).isFalse();
    long reached = ChainPosition.block(first.next()).orElseThrow();
    assertThat(reached).isBetween(FIRST + 64, FIRST + 256);
    assertThat(first.next()).isEqualTo(new Cursor(TIME + (reached - FIRST) * 2, "00000000" + reached + "~"));
    assertThat(read(small, 10)).hasSize(1);
    assertThat(small.page(request(first.next(), node.head(), 10)).next()).isGreaterThan(first.next());
  }

  private ChainSource source(int largestRange) {
    return new ChainSource(routes.client(), Fills.options(node.url(), FIRST, largestRange));
  }

  private static Fault error(int status, int code, String message) {
    return Faults.answer(status, "application/json",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}");
  }

  private void chain(int blocks, int fills) {
    for (int block = 0; block < blocks; block++) {
      int first = 1_000_000 + block * fills;
      node.append(TIME + block * 2L, LongStream.range(first, first + fills).mapToObj(Fills::buy).toList());
    }
  }

  private List<SourceRecord> read(ChainSource from, int limit) throws SourceException {
    List<SourceRecord> records = new ArrayList<>();
    Page page = new Page(List.of(), Cursor.START, false);
    while (!page.last()) {
      page = from.page(request(page.next(), node.head(), limit));
      records.addAll(page.records());
    }
    return records;
  }

  private static PageRequest request(Cursor after, long pin, int limit) {
    return new PageRequest(Fills.STREAM, after, null, null, pin, null, limit);
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
