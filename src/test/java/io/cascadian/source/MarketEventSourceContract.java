package io.cascadian.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.http.HttpLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter of {@link MarketEventSource} keeps, whatever it reads from.
 *
 * <p>A subclass serves the {@link #FACTS} by its protocol. Records are recognised by their maker's amount, which no two facts share.
 */
public abstract class MarketEventSourceContract {

  /**
   * A fill that the source is to serve.
   *
   * @param block its number, {@code time} its block's time in UTC seconds
   * @param amount maker's amount
   */
  protected record Fact(long block, long time, long amount) {}

  protected static final long FIRST_BLOCK = 5_000;
  protected static final long LAST_BLOCK = FIRST_BLOCK + 59;
  private static final long FIRST_TIME = 1_780_000_000L;

  /** Seconds without fills, with some, and with more of them than most of the pages that are asked for here hold. */
  protected static final List<Fact> FACTS = facts();

  /** Of each call of the adapter under test. */
  protected static final HttpLimits LIMITS = new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(2), 16 << 20);

  /** The adapter under test; repeats failed calls at most a few times, with hardly a pause. */
  protected abstract MarketEventSource source();

  protected abstract StreamDefinition stream();

  /** Ways in which the server can fail from now on, each by its name. */
  protected abstract Map<String, Runnable> failures();

  protected static long time(long block) {
    return FIRST_TIME + (block - FIRST_BLOCK) * 2;
  }

  private static List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    for (long block = FIRST_BLOCK; block <= LAST_BLOCK; block++) {
      int fills = block % 20 == 7 ? 23 : block % 5 == 0 ? 0 : (int) (block % 4);
      for (int i = 0; i < fills; i++) {
        facts.add(new Fact(block, time(block), 1_000_000 + facts.size()));
      }
    }
    return facts;
  }

  @Test
  void head_isNewestBlock() throws SourceException {
    SourceHead head = source().head(stream());
    assertThat(head.block()).isEqualTo(LAST_BLOCK);
    assertThat(head.timestamp()).isEqualTo(time(LAST_BLOCK));
    assertThat(head.hash()).matches("0x[0-9a-f]{64}");
    assertThat(head.hasIndexingErrors()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 10, 100, 1000})
  void pages_ofAnySize_holdEveryRecordOnceInOrder(int limit) throws SourceException {
    List<SourceRecord> records = read(Cursor.START, null, LAST_BLOCK, limit);
    assertThat(amounts(records)).containsExactlyInAnyOrderElementsOf(amounts(fact -> true));
    for (int i = 1; i < records.size(); i++) {
      assertThat(records.get(i).position()).isGreaterThan(records.get(i - 1).position());
    }
    assertThat(records).allSatisfy(record -> {
      assertThat(record.position().order()).isEqualTo(Long.parseLong(record.value("timestamp").toString()));
      assertThat(record.fields()).containsKeys(
          "id", "orderHash", "maker", "taker", "makerAssetId", "takerAssetId", "takerAmountFilled", "fee");
    });
  }

  @Test
  void reading_continuesFromAnyRecord() throws SourceException {
    List<SourceRecord> all = read(Cursor.START, null, LAST_BLOCK, 1000);
    for (int i = 0; i < all.size(); i += 3) {
      assertThat(amounts(read(all.get(i).position(), null, LAST_BLOCK, 10))).isEqualTo(amounts(all.subList(i + 1, all.size())));
    }
  }

  @Test
  void upperBound_isInclusive() throws SourceException {
    for (long block = FIRST_BLOCK - 1; block <= LAST_BLOCK + 1; block++) {
      long until = time(block);
      List<Long> expected = amounts(time -> time <= until);
      assertThat(amounts(read(Cursor.START, until, LAST_BLOCK, 10))).containsExactlyInAnyOrderElementsOf(expected);
      // between two blocks
      assertThat(amounts(read(Cursor.START, until + 1, LAST_BLOCK, 10))).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void cursorOfTime_precedesItsRecords() throws SourceException {
    for (long block = FIRST_BLOCK - 1; block <= LAST_BLOCK + 1; block++) {
      long from = time(block);
      List<SourceRecord> at = read(new Cursor(from, ""), null, LAST_BLOCK, 10);
      assertThat(amounts(at)).containsExactlyInAnyOrderElementsOf(amounts(time -> time >= from));
      List<SourceRecord> later = read(new Cursor(from + 1, ""), null, LAST_BLOCK, 10);
      assertThat(amounts(later)).containsExactlyInAnyOrderElementsOf(amounts(time -> time > from));
    }
  }

  @Test
  void consecutiveWindows_holdEverythingOnce() throws SourceException {
    List<SourceRecord> records = new ArrayList<>();
    for (long from = time(FIRST_BLOCK) - 5; from <= time(LAST_BLOCK); from += 9) {
      records.addAll(read(new Cursor(from, ""), from + 8, LAST_BLOCK, 10));
    }
    assertThat(amounts(records)).isEqualTo(amounts(read(Cursor.START, null, LAST_BLOCK, 1000)));
  }

  @Test
  void recordsAbovePin_areHidden() throws SourceException {
    for (long pin : new long[] {FIRST_BLOCK, FIRST_BLOCK + 7, FIRST_BLOCK + 30, LAST_BLOCK - 1}) {
      assertThat(amounts(read(Cursor.START, null, pin, 10))).containsExactlyInAnyOrderElementsOf(amounts(time -> time <= time(pin)));
    }
  }

  @Test
  void lastPage_hasNoFollowingRecords() throws SourceException {
    for (int limit : new int[] {1, 5, 23, 24, FACTS.size() - 1, FACTS.size(), FACTS.size() + 1}) {
      List<SourceRecord> records = new ArrayList<>();
      Page page = new Page(List.of(), Cursor.START, false);
      while (!page.last()) {
        Cursor before = page.next();
        page = source().page(request(before, null, LAST_BLOCK, limit));
        assertThat(page.records()).hasSizeLessThanOrEqualTo(limit);
        assertThat(page.last() || page.next().compareTo(before) > 0).as("a page that is not the last gets on").isTrue();
        records.addAll(page.records());
      }
      assertThat(records).hasSameSizeAs(FACTS);
    }
  }

  @Test
  void readingAfterEnd_isEmptyLastPage() throws SourceException {
    List<SourceRecord> all = read(Cursor.START, null, LAST_BLOCK, 1000);
    Cursor end = all.get(all.size() - 1).position();
    Page page = source().page(request(end, null, LAST_BLOCK, 10));
    assertThat(page.records()).isEmpty();
    assertThat(page.last()).isTrue();
    assertThat(page.next()).isEqualTo(end);
  }

  @Test
  void pages_areSameWhenReadAgain() throws SourceException {
    assertThat(texts(read(Cursor.START, null, LAST_BLOCK, 7))).isEqualTo(texts(read(Cursor.START, null, LAST_BLOCK, 7)));
    assertThat(texts(read(Cursor.START, null, LAST_BLOCK, 7))).isEqualTo(texts(read(Cursor.START, null, LAST_BLOCK, 1000)));
  }

  @Test
  void severalPages_areSameAsSinglePages() throws SourceException {
    List<PageRequest> requests = List.of(
        request(Cursor.START, time(FIRST_BLOCK + 9), LAST_BLOCK, 10),
        request(new Cursor(time(FIRST_BLOCK + 10), ""), time(FIRST_BLOCK + 29), LAST_BLOCK, 10),
        request(new Cursor(time(FIRST_BLOCK + 30), ""), null, LAST_BLOCK, 10),
        request(new Cursor(time(LAST_BLOCK + 9), ""), null, LAST_BLOCK, 10));
    List<Page> pages = source().pages(requests);
    assertThat(pages).hasSameSizeAs(requests);
    for (int i = 0; i < requests.size(); i++) {
      Page single = source().page(requests.get(i));
      assertThat(texts(pages.get(i).records())).isEqualTo(texts(single.records()));
      assertThat(pages.get(i).next()).isEqualTo(single.next());
      assertThat(pages.get(i).last()).isEqualTo(single.last());
    }
  }

  @TestFactory
  Stream<DynamicTest> aServerThatFailsIsAFailureAndNeverAnEmptyPage() {
    return failures().entrySet().stream().map(failure -> DynamicTest.dynamicTest(failure.getKey(), () -> {
      failure.getValue().run();
      for (Cursor after : List.of(Cursor.START, new Cursor(time(FIRST_BLOCK + 10), ""))) {
        PageRequest request = request(after, null, LAST_BLOCK, 10);
        assertThatThrownBy(() -> source().page(request)).isInstanceOf(SourceException.class);
        assertThatThrownBy(() -> source().pages(List.of(request, request))).isInstanceOf(SourceException.class);
      }
      assertThatThrownBy(() -> source().head(stream())).isInstanceOf(SourceException.class);
    }));
  }

  @Test
  void pinAboveHead_isFailure() {
    PageRequest request = request(Cursor.START, null, LAST_BLOCK + 5, 1000);
    assertThatThrownBy(() -> source().page(request)).isInstanceOf(SourceUnavailableException.class);
  }

  private PageRequest request(Cursor after, Long until, long pin, int limit) {
    return new PageRequest(stream(), after, until, null, pin, null, limit);
  }

  /** Reads page after page to the last. */
  private List<SourceRecord> read(Cursor after, Long until, long pin, int limit) throws SourceException {
    List<SourceRecord> records = new ArrayList<>();
    Page page = new Page(List.of(), after, false);
    for (int pages = 0; !page.last(); pages++) {
      assertThat(pages).as("pages get on").isLessThan(2_000);
      page = source().page(request(page.next(), until, pin, limit));
      records.addAll(page.records());
    }
    return records;
  }

  private static List<Long> amounts(List<SourceRecord> records) {
    return records.stream().map(record -> Long.valueOf(record.value("makerAmountFilled").toString())).toList();
  }

  private static List<Long> amounts(LongPredicate time) {
    return FACTS.stream().filter(fact -> time.test(fact.time)).map(Fact::amount).toList();
  }

  private static List<String> texts(List<SourceRecord> records) {
    return records.stream().map(SourceRecord::toString).toList();
  }
}
