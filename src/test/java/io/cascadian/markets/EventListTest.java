package io.cascadian.markets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.faults.CatalogueFault;
import io.cascadian.dev.sandbox.faults.Faults;
import io.cascadian.testkit.TestRoutes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two lists of a catalogue that pages as it should, or in one of the ways in which catalogues have been seen to. */
@Timeout(60)
class EventListTest {

  private static final long NOW = 1_760_000_000L;

  private final TestRoutes routes = TestRoutes.once();
  private final List<String> read = new ArrayList<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private SandboxServer sandbox;

  @AfterEach
  void stop() {
    routes.close();
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void cursors_readTheWholeList() throws IOException {
    serve(2_551, logged(Fault.NONE));
    read(false);
    assertWhole(2_551);
    assertThat(asked).as("26 pages, and one from the other end").hasSize(27).noneMatch(query -> query.contains("offset"));
  }

  @Test
  void emptyList_isReadWithOneRequest() throws IOException {
    serve(0, logged(Fault.NONE));
    read(false);
    assertThat(read).isEmpty();
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 99, 100, 101, 2_000, 2_551})
  void offsets_whereThereAreNoCursors_readTheWholeList(int events) throws IOException {
    serve(events, CatalogueFault.withoutKeyset());
    read(false);
    assertWhole(events);
  }

  @Test
  void cappedPages_readTheWholeList() throws IOException {
    serve(551, CatalogueFault.ignoring("limit"));
    read(false);
    assertWhole(551);
    read.clear();
    sandbox.misbehave(CatalogueFault.ignoring("limit").andWithoutKeyset());
    read(false);
    assertWhole(551);
  }

  @ParameterizedTest
  @ValueSource(strings = {"catalogue-cursor-ignored", "catalogue-no-keyset", "catalogue-offset-limit", "catalogue-offset-empty"})
  void listLongerThanLimit_isReadFromBothEnds(String fault) throws IOException {
    serve(2_501, Faults.named(fault));
    read(false);
    assertWhole(2_501);
  }

  @ParameterizedTest
  @CsvSource({"catalogue-offset-limit, offset exceeds maximum", "catalogue-offset-empty, an empty page at offset 2100"})
  void listTwiceTheLimit_isFailureWithWhatWasRead(String fault, String reason) throws IOException {
    serve(4_501, Faults.named(fault));
    assertThatThrownBy(() -> read(false)).isInstanceOf(CatalogueException.class)
        .hasMessageContaining("open events was not read to its end, 4200 events were").hasMessageContaining(reason);
    assertThat(read).doesNotHaveDuplicates().hasSize(4_200);
  }

  @Test
  void emptyPageBeyondLimit_orderIgnored_isNoEnd() throws IOException {
    serve(2_501, CatalogueFault.ignoring("ascending").andWithoutKeyset().emptyAbove(2_000));
    assertThatThrownBy(() -> read(false)).isInstanceOf(CatalogueException.class).hasMessageContaining("is not the end of the list");
    assertThat(read).hasSize(2_100);
  }

  @Test
  void offsets_orderIgnored_lastEventProvesTheEnd() throws IOException {
    serve(2_500, CatalogueFault.ignoring("ascending").andWithoutKeyset());
    read(false);
    assertWhole(2_500);
  }

  @Test
  void pagingIgnored_isFailureAfterFewRequests() throws IOException {
    serve(201, logged(Faults.named("catalogue-paging-ignored")));
    assertThatThrownBy(() -> read(false)).isInstanceOf(CatalogueException.class).hasMessageContaining("answers the same events again");
    assertThat(asked).hasSizeLessThan(6);
    assertThat(read).hasSize(100);
  }

  @Test
  void lastPageRepeated_isFailure() throws IOException {
    serve(0, pages(page -> ids(Math.min(page, 3) * 10, 10)));
    assertThatThrownBy(() -> read(false)).hasMessageContaining("answers the same events again");
    assertThat(read).hasSize(40);
  }

  @Test
  void twoPagesInTurn_areFailure() throws IOException {
    serve(0, pages(page -> ids(page % 2 * 10, 10)));
    assertThatThrownBy(() -> read(false)).hasMessageContaining("answers the same events again");
    assertThat(read).hasSize(20);
  }

  @Test
  void emptyPageWithNextCursor_isFailure() throws IOException {
    serve(0, pages(page -> ids(page * 10, page < 2 ? 10 : 0)));
    assertThatThrownBy(() -> read(false)).hasMessageContaining("answers no events, and not the end of the list, at cursor c2");
  }

  @Test
  void lastCursorLeftOut_theRestIsReadFromTheOtherEnd() throws IOException {
    serve(0, (exchange, number) -> {
      String query = exchange.getRequestURI().getQuery();
      boolean ascending = query.contains("ascending=true");
      int after = query.contains("after_cursor") ? Integer.parseInt(query.replaceAll(".*after_cursor=", "")) : ascending ? 0 : 552;
      List<String> page = IntStream.rangeClosed(1, 100).map(i -> ascending ? after + i : after - i).filter(id -> id > 0 && id <= 551)
          .mapToObj(id -> "{\"id\":\"" + id + "\"}").toList();
      String next = ascending && after == 200 ? "null" : "\"" + (ascending ? after + 100 : after - 100) + "\"";
      return io.cascadian.testkit.Faults.answer(200, "application/json", "{\"events\":[" + String.join(",", page) + "],\"next_cursor\":" + next + "}")
          .intercept(exchange, number);
    });
    read(false);
    assertWhole(551);
  }

  @Test
  void otherEndRefused_whatWasReadCounts() throws IOException {
    serve(551, (exchange, number) -> exchange.getRequestURI().getQuery().contains("ascending=false")
        && io.cascadian.testkit.Faults.answer(422, "application/json", "{}").intercept(exchange, number));
    read(false);
    assertWhole(551);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"{\"events\":[],\"errors\":[{\"message\":\"timed out\"}]}|comes with a failure, so that events may be missing: [{\"message",
      "{\"events\":[{\"id\":\"1\"}],\"next_cursor\":null,\"error\":\"timed out\"}|comes with a failure",
      "{\"events\":[{\"id\":\"1\"}],\"next_cursor\":{\"id\":\"c100\"}}|next_cursor is neither a text nor a number",
      "{\"events\":[{\"id\":\"1\"}],\"next_cursor\":true}|next_cursor is neither a text nor a number"})
  void pageThatIsNotWhole_isNoEnd(String page, String reason) throws IOException {
    serve(0, (exchange, number) -> (exchange.getRequestURI().getPath().endsWith("/keyset") ? io.cascadian.testkit.Faults.answer(200, "application/json", page)
        : io.cascadian.testkit.Faults.answer(404, "application/json", "{}")).intercept(exchange, number));
    assertThatThrownBy(() -> read(false)).hasMessageContaining("was not read to its end").hasMessageContaining(reason);
  }

  @Test
  void listWithoutEnd_isFailureAtLimitOfPages() throws IOException {
    serve(0, pages(page -> ids(page, 1)));
    assertThatThrownBy(() -> list(false, 50, Duration.ofMinutes(1)).read()).hasMessageContaining("did not end within 50 pages");
    assertThat(read).hasSize(50);
    assertThatThrownBy(() -> list(false, 1_000_000, Duration.ofMillis(300)).read()).hasMessageContaining("GAMMA_TIME_LIMIT");
  }

  @Test
  void hugeTimeLimit_isNoOverflow() {
    assertThat(CatalogueLimits.within(Duration.ofDays(999_999_999)).time().toNanos()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 503})
  void refusedCredentialsOrAbsence_isFailureWithoutAnotherWay(int status) throws IOException {
    serve(10, logged(io.cascadian.testkit.Faults.answer(status, "text/plain", "no")));
    assertThatThrownBy(() -> read(true)).isInstanceOf(CatalogueException.class).hasMessageContaining("closed events")
        .hasMessageContaining("HTTP " + status);
    assertThat(asked).hasSize(1);
  }

  private void serve(int events, Fault fault) throws IOException {
    List<Dataset.Event> all = IntStream.rangeClosed(1, events).mapToObj(EventListTest::event).toList();
    sandbox = SandboxServer.start(new Dataset("list", 1_000, NOW, Map.of(), all, List.of()),
        new SandboxOptions(0, Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC), null));
    sandbox.misbehave(fault);
  }

  private static Dataset.Event event(int id) {
    return new Dataset.Event(Integer.toString(id), "e" + id, "Event", null, List.of(), null, 1, null, List.of(new Dataset.Market(
        Integer.toString(id), String.format(Locale.ROOT, "0x%064x", id), String.format(Locale.ROOT, "0x%064x", id), "?", "m" + id, List.of("Yes", "No"), List.of(), null)));
  }

  private void read(boolean closed) {
    list(closed, 1_000, Duration.ofMinutes(1)).read();
  }

  private EventList list(boolean closed, int pages, Duration time) {
    return new EventList(new GammaClient(routes.client(), sandbox.gammaUrl()), closed, event -> read.add(event.path("id").asText()), pages,
        System.nanoTime() + time.toNanos());
  }

  private void assertWhole(int events) {
    assertThat(read).containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, events).mapToObj(Integer::toString).toList());
  }

  private Fault logged(Fault fault) {
    return new Fault() {
      @Override
      public boolean intercept(HttpExchange exchange, long number) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        return fault.intercept(exchange, number);
      }

      @Override
      public String understood(String query, long number) {
        return fault.understood(query, number);
      }
    };
  }

  /** Answers cursors with pages of the test's own, none of which is the last one; there are no offsets. */
  private static Fault pages(IntFunction<List<String>> ids) {
    int[] page = {0};
    return (exchange, number) -> {
      if (!exchange.getRequestURI().getPath().endsWith("/keyset")) {
        return io.cascadian.testkit.Faults.answer(422, "application/json", "{}").intercept(exchange, number);
      }
      String events = ids.apply(page[0]++).stream().map(id -> "{\"id\":\"" + id + "\"}").collect(Collectors.joining(","));
      byte[] body = ("{\"events\":[" + events + "],\"next_cursor\":\"c" + page[0] + "\"}").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
      return true;
    };
  }

  private static List<String> ids(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(Integer::toString).toList();
  }
}
