package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.cascadian.source.Cursor;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever the history looks like and in whatever order answers come back, the pages are the history in its order. */
class PageReaderTest {

  private static final StreamDefinition STREAM =
      new StreamDefinition("fills", StreamDefinition.SUBGRAPH, "here", "fills", List.of("id", "timestamp"), "timestamp", "fill", "V1");
  private static final int PAGE = 20;

  @Property(tries = 200)
  void pages_areHistoryInOrder(
      @ForAll long seed, @ForAll @IntRange(max = 1500) int rows, @ForAll @IntRange(min = 1, max = 5) int pagesPerRequest,
      @ForAll @IntRange(min = 1, max = 4) int parallel) throws Exception {
    List<Cursor> history = history(new Random(seed), rows);
    Cursor from = rows > 10 && seed % 2 == 0 ? history.get(rows / 3) : Cursor.START;
    List<Cursor> wanted = history.stream().filter(c -> c.compareTo(from) > 0).toList();
    // the reported head may be older than the newest rows, or missing
    Long end = switch ((int) Math.floorMod(seed, 3L)) {
      case 0 -> null;
      case 1 -> rows == 0 ? 1_000L : history.get(rows - 1).order();
      default -> 1_500L;
    };
    List<Cursor> read = new ArrayList<>();
    try (PageReader reader = reader(new Recorded(history, seed), from, end, pagesPerRequest, parallel)) {
      Page page;
      do {
        page = reader.next();
        page.records().forEach(r -> read.add(r.position()));
        assertThat(page.next()).isEqualTo(read.isEmpty() ? from : read.get(read.size() - 1));
      } while (!page.last());
    }
    assertThat(read).isEqualTo(wanted);
  }

  @Test
  void failure_isInOrder_stopsRequests() throws Exception {
    List<Cursor> history = history(new Random(1), 4_000);
    Cursor fatal = history.get(3_000);
    Recorded source = new Recorded(history, 1) {
      @Override
      public Page page(PageRequest request) throws SourceException {
        Page page = super.page(request);
        if (page.records().stream().anyMatch(r -> r.position().equals(fatal))) {
          throw new SourceBrokenException("here", "broken there");
        }
        return page;
      }
    };
    List<Cursor> read = new ArrayList<>();
    try (PageReader reader = reader(source, Cursor.START, 2_000L, 3, 3)) {
      assertThatThrownBy(() -> {
        for (int i = 0; i < 10_000; i++) {
          reader.next().records().forEach(r -> read.add(r.position()));
        }
      }).isInstanceOf(SourceBrokenException.class).hasMessageContaining("broken there");
    }
    assertThat(read).isNotEmpty().isEqualTo(history.subList(0, read.size()));
    assertThat(read).doesNotContain(fatal);
    int asked = source.asked.get();
    Thread.sleep(50);
    assertThat(source.asked.get()).isEqualTo(asked);
  }

  @Test
  void errorWhileReading_isHandedOver_insteadOfWaiting() throws Exception {
    Recorded source = new Recorded(history(new Random(3), 100), 3) {
      @Override
      public Page page(PageRequest request) {
        throw new NoClassDefFoundError("gone");
      }
    };
    try (PageReader reader = reader(source, Cursor.START, 2_000L, 1, 1)) {
      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThatThrownBy(reader::next).isInstanceOf(NoClassDefFoundError.class));
    }
  }

  @Test
  void unusablePage_isHandedOverAsFailure_insteadOfWaiting() throws Exception {
    MarketEventSource source = new Recorded(List.of(), 4) {
      @Override
      public List<Page> pages(List<PageRequest> requests) {
        // fewer than asked for: taking them in fails
        return List.of();
      }
    };
    try (PageReader reader = reader(source, Cursor.START, 2_000L, 1, 1)) {
      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThatThrownBy(reader::next).isInstanceOf(RuntimeException.class));
    }
  }

  @Test
  void readAhead_isBounded() throws Exception {
    Recorded source = new Recorded(history(new Random(2), 20_000), 2);
    try (PageReader reader = reader(source, Cursor.START, 30_000L, 2, 2)) {
      int handedOver = 0;
      for (int i = 0; i < 100; i++) {
        handedOver += reader.next().records().size();
        Thread.sleep(2);
        // what waits, what is under way, and one page
        assertThat(source.delivered.get() - handedOver).isLessThanOrEqualTo(10 * PAGE + 2 * 2 * PAGE);
      }
    }
  }

  private static PageReader reader(MarketEventSource source, Cursor from, Long end, int pagesPerRequest, int parallel) {
    PageRequest whole = new PageRequest(STREAM, from, null, null, 7, null, PAGE);
    return new PageReader(source, whole, end, new IngestOptions(0, PAGE, pagesPerRequest, parallel, 10 * PAGE, 1000, Duration.ofSeconds(5), 1000));
  }

  /** Quiet times, busy times, and seconds with many pages' worth of rows. */
  private static List<Cursor> history(Random random, int rows) {
    TreeSet<Cursor> history = new TreeSet<>();
    long time = 1_000;
    while (history.size() < rows) {
      int kind = random.nextInt(10);
      time += kind == 0 ? random.nextInt(500) : kind < 4 ? 0 : random.nextInt(3);
      int burst = random.nextInt(100) == 0 ? random.nextInt(5 * PAGE) : 1;
      for (int i = 0; i < burst && history.size() < rows; i++) {
        history.add(new Cursor(time, Long.toHexString(random.nextLong())));
      }
    }
    return List.copyOf(history);
  }

  private static class Recorded implements MarketEventSource {
    private final Cursor[] history;
    private final Random delays;
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger delivered = new AtomicInteger();

    Recorded(List<Cursor> history, long seed) {
      this.history = history.toArray(new Cursor[0]);
      this.delays = new Random(seed);
    }

    @Override
    public SourceHead head(StreamDefinition stream) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Page page(PageRequest request) throws SourceException {
      asked.incrementAndGet();
      int start = Arrays.binarySearch(history, request.after());
      int row = start >= 0 ? start + 1 : -start - 1;
      List<SourceRecord> records = new ArrayList<>();
      for (; row < history.length && records.size() < request.limit()
          && (request.until() == null || history[row].order() <= request.until()); row++) {
        records.add(SourceRecord.of(history[row], Map.of()));
      }
      for (int spin = delays.nextInt(200); spin > 0; spin--) {
        Thread.onSpinWait();
      }
      delivered.addAndGet(records.size());
      return new Page(records, records.isEmpty() ? request.after() : records.get(records.size() - 1).position(), records.size() < request.limit());
    }
  }
}
