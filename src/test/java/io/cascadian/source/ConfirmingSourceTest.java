package io.cascadian.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.dev.sandbox.faults.CappedPages;
import io.cascadian.dev.sandbox.faults.During;
import io.cascadian.dev.sandbox.faults.EmptyList;
import io.cascadian.source.subgraph.Keyset;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.testkit.TestRoutes;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the sandbox, which lies on request. */
class ConfirmingSourceTest {

  private static final long TIME = 1_700_000_000L;
  private static final long HEAD = 1_000;

  private final TestRoutes routes = TestRoutes.once();
  private final MarketEventSource source = new ConfirmingSource(new SubgraphSource(routes.client(), Keyset.OR));
  private SandboxServer sandbox;
  private StreamDefinition splits;

  @BeforeEach
  void start() throws IOException {
    sandbox = SandboxServer.start(dataset(100), new SandboxOptions(0, Clock.fixed(Instant.ofEpochSecond(TIME), ZoneOffset.UTC), null));
    splits = new StreamDefinition("splits", StreamDefinition.SUBGRAPH, sandbox.baseUrl() + "/subgraphs/activity-subgraph/1/gn", "splits",
        List.of("id", "timestamp"), "timestamp", "split", "V1");
  }

  @AfterEach
  void stop() {
    sandbox.close();
    routes.close();
  }

  /** Splits at 1, 2, … seconds, three in each. */
  private static Dataset dataset(int seconds) {
    List<RowTable.Row> rows = new ArrayList<>();
    for (int second = 1; second <= seconds; second++) {
      for (int i = 0; i < 3; i++) {
        rows.add(RowTable.Row.of(second, String.format(Locale.ROOT, "0x%04d%04d", i, second), (long) second, "0xaa", "0xcc", 1L));
      }
    }
    return new Dataset("confirming", HEAD, TIME,
        Map.of(Schemas.ACTIVITY, List.of(RowTable.of(Schemas.entity(Schemas.ACTIVITY, "Split"), rows))), List.of(), List.of());
  }

  @Test
  void end_isAccepted_ifLastRecordIsShown() throws Exception {
    assertThat(readToTheEnd(Cursor.START, 70)).hasSize(300).doesNotHaveDuplicates();
    assertThat(sandbox.requests()).as("five pages, and the end once more").isEqualTo(6);
  }

  @Test
  void emptyListInsteadOfPage_isDetected() throws Exception {
    for (int lie = 1; lie <= 6; lie++) {
      sandbox.misbehave(new During(lie, lie, new EmptyList()));
      assertThat(readToTheEnd(Cursor.START, 70)).as("lie in the place of request %d", lie).hasSize(300).doesNotHaveDuplicates();
    }
  }

  @Test
  void sourceWithoutKnownRecords_isFailure() {
    sandbox.misbehave(new EmptyList());
    assertThatThrownBy(() -> source.page(request(new Cursor(40, "0x00020040"), null, 70))).isInstanceOf(SourceUnavailableException.class)
        .hasMessageContaining("none before either");
    assertThatThrownBy(() -> source.page(request(new Cursor(40, ""), 60L, 70))).isInstanceOf(SourceUnavailableException.class);
  }

  @Test
  void emptyListInsteadOfWindow_isDetected() throws Exception {
    sandbox.misbehave(new During(1, 1, new EmptyList()));
    List<Page> pages = source.pages(List.of(request(new Cursor(10, ""), 19L, 70), request(new Cursor(20, ""), 29L, 70)));
    assertThat(pages).allSatisfy(page -> {
      assertThat(page.records()).hasSize(30);
      assertThat(page.last()).as("the rest of the window is to be asked for").isFalse();
    });
    assertThat(pages.get(1).next()).isEqualTo(new Cursor(29, "0x00020029"));
  }

  @Test
  void cappedPages_areNoEndsOfWindows() throws Exception {
    sandbox.misbehave(new CappedPages(7));
    List<String> ids = new ArrayList<>();
    for (long from = 1; from <= 91; from += 10) {
      Page page;
      Cursor after = new Cursor(from, "");
      do {
        page = source.page(request(after, from + 9, 70));
        page.records().forEach(record -> ids.add(record.position().id()));
        after = page.next();
      } while (!page.last());
    }
    assertThat(ids).hasSize(300).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 70, 1000})
  void cappedPages_inTwoPhases_loseNothingOfASecond(int most) throws Exception {
    // ten at each of twenty times, so that pages end within a second, and a cap cuts the rest of one
    List<RowTable.Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(RowTable.Row.of(i, String.format(Locale.ROOT, "0x%06d00", i), (long) (1 + i / 10), "0xaa", "0xcc", 1L));
    }
    sandbox.serve(dataset(1).withTables(table -> RowTable.of(table.type(), rows)));
    sandbox.misbehave(new CappedPages(most));
    for (Long until : new Long[] {null, 20L}) {
      MarketEventSource twoPhases = new ConfirmingSource(new SubgraphSource(routes.client(), Keyset.TWO_PHASE));
      List<String> ids = new ArrayList<>();
      Page page;
      Cursor after = Cursor.START;
      do {
        page = twoPhases.page(request(after, until, 70));
        page.records().forEach(record -> ids.add(record.position().id()));
        after = page.next();
      } while (!page.last());
      assertThat(ids).hasSize(200).doesNotHaveDuplicates();
    }
  }

  @Test
  void shorterPagesThanServerHasGiven_areNotDoubted() throws Exception {
    source.page(request(Cursor.START, 60L, 100));
    long before = sandbox.requests();
    for (long from = 1; from <= 81; from += 20) {
      assertThat(source.page(request(new Cursor(from, ""), from + 19, 100)).records()).hasSize(60);
    }
    assertThat(sandbox.requests() - before).isEqualTo(5);
  }

  @Test
  void emptyWindow_isAccepted_onceRecordBeyondItIsShown() throws Exception {
    sandbox.serve(dataset(100).withTables(table -> RowTable.of(table.type(), List.of(
        RowTable.Row.of(5, "0x01", 5L, "0xaa", "0xcc", 1L), RowTable.Row.of(90, "0x02", 90L, "0xaa", "0xcc", 1L)))));
    Page page = source.page(request(new Cursor(20, ""), 29L, 70));
    assertThat(page.records()).isEmpty();
    assertThat(page.last()).isTrue();
    assertThat(sandbox.requests()).isEqualTo(2);
  }

  @Test
  void end_isAccepted_ifLastRecordWasReorganised() throws Exception {
    assertThat(readToTheEnd(new Cursor(100, "0x99990100"), 70)).isEmpty();
    assertThat(readToTheEnd(new Cursor(103, "0x00000103"), 70)).isEmpty();
  }

  @Test
  void streamWithoutRecords_isEmpty() throws Exception {
    sandbox.serve(dataset(0));
    assertThat(readToTheEnd(Cursor.START, 70)).isEmpty();
    sandbox.misbehave(Fault.NONE);
    assertThat(sandbox.requests()).isEqualTo(2);
  }

  private List<Cursor> readToTheEnd(Cursor from, int limit) throws SourceException {
    List<Cursor> read = new ArrayList<>();
    Cursor position = from;
    for (boolean last = false; !last; ) {
      Page page = source.page(request(position, null, limit));
      page.records().forEach(record -> read.add(record.position()));
      assertThat(page.records()).hasSizeLessThanOrEqualTo(limit);
      position = page.next();
      last = page.last();
    }
    return read;
  }

  private PageRequest request(Cursor after, Long until, int limit) {
    return new PageRequest(splits, after, until, null, HEAD, null, limit);
  }
}
