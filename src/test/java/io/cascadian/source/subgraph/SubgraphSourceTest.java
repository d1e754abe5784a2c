package io.cascadian.source.subgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.source.Cursor;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.testkit.TestRoutes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The adapter against the sandbox: paging by both keysets, requests that are too large, a host that is away. */
class SubgraphSourceTest {

  private static final long NOW = 1_760_000_000L;
  private static final EntityType SPLIT = Schemas.entity("activity-subgraph", "Split");
  private TestRoutes routes;
  private SandboxServer sandbox;

  @BeforeEach
  void start() throws IOException {
    // thirty rows in one second, then one a second
    List<RowTable.Row> rows = IntStream.range(0, 60).mapToObj(i -> RowTable.Row.of(100 + i,
        String.format(Locale.ROOT, "0x%064x_0x%02x", 7 * i % 60, i), NOW - 500 + Math.max(0, i - 30), "0x" + "a".repeat(40), "0x" + "c".repeat(64), 1_000L)).toList();
    sandbox = SandboxServer.start(
        new Dataset("test", 1_000, NOW, Map.of("activity-subgraph", List.of(RowTable.of(SPLIT, rows))), List.of(), List.of()),
        new SandboxOptions(0, Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC), null));
  }

  @AfterEach
  void stop() {
    sandbox.close();
    if (routes != null) {
      routes.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Keyset.class)
  void keysets_readEveryRecordOnceInOrder(Keyset keyset) throws Exception {
    routes = TestRoutes.once();
    for (int limit : new int[] {1, 7, 29, 30, 31, 59, 60, 61}) {
      SubgraphSource source = new SubgraphSource(routes.client(), keyset);
      List<Cursor> read = new ArrayList<>();
      Cursor after = Cursor.START;
      for (boolean last = false; !last; ) {
        Page page = source.page(request(after, null, limit));
        assertThat(page.records()).hasSizeLessThanOrEqualTo(limit);
        page.records().forEach(r -> read.add(r.position()));
        after = page.next();
        last = page.last();
      }
      assertThat(read).as("pages of " + limit).hasSize(60).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void tooLargeRequests_areReduced() throws Exception {
    List<Integer> asked = new ArrayList<>();
    AtomicInteger refused = new AtomicInteger();
    // the body has been read by the server, so the size of the answer's request is taken from its length
    sandbox.misbehave((exchange, number) -> {
      int length = Integer.parseInt(exchange.getRequestHeaders().getFirst("Content-Length"));
      asked.add(length);
      return length > 1_000 && refused.incrementAndGet() > 0 && answer(200, "{\"errors\":[{\"message\":\"query is too expensive\"}]}").intercept(exchange, number);
    });
    SubgraphSource source = source(1);
    List<PageRequest> requests = IntStream.range(0, 8)
        .mapToObj(i -> request(new Cursor(NOW - 500 + 4 * i, ""), NOW - 500 + 4L * i + 3, 1000)).toList();

    List<Page> pages = source.pages(requests);

    assertThat(refused.get()).isPositive();
    assertThat(asked).anySatisfy(length -> assertThat(length).isGreaterThan(1_000)).anySatisfy(length -> assertThat(length).isLessThan(1_000));
    assertThat(pages).hasSize(8).allSatisfy(page -> assertThat(page.last()).isTrue());
    assertThat(pages.stream().mapToInt(page -> page.records().size()).sum()).isEqualTo(60);
  }

  @Test
  void failingHost_isNotCalledForAWhile() {
    sandbox.misbehave(answer(503, "<html>away</html>"));
    SubgraphSource source = source(25);
    assertThatThrownBy(() -> source.page(request(Cursor.START, null, 10)))
        .isInstanceOf(SourceUnavailableException.class).hasMessageContaining("left alone");
    assertThat(sandbox.requests()).isEqualTo(20);
  }

  @Test
  void rateLimitedHost_isNotUnavailable() {
    sandbox.misbehave(answer(429, ""));
    SubgraphSource source = source(25);
    assertThatThrownBy(() -> source.page(request(Cursor.START, null, 10))).hasMessageContaining("429");
    assertThat(sandbox.requests()).isEqualTo(25);
  }

  private SubgraphSource source(int tries) {
    routes = TestRoutes.tries(tries);
    return new SubgraphSource(routes.client(), Keyset.OR);
  }

  private PageRequest request(Cursor after, Long until, int limit) {
    StreamDefinition splits = new StreamDefinition("splits", StreamDefinition.SUBGRAPH, sandbox.baseUrl() + "/subgraphs/activity-subgraph/0.0.4/gn",
        "splits", List.of("id", "timestamp", "stakeholder", "condition", "amount"), "timestamp", "split", "V1");
    return new PageRequest(splits, after, until, null, 1_000, null, limit);
  }

  private static Fault answer(int status, String body) {
    return (exchange, number) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
      return true;
    };
  }
}
