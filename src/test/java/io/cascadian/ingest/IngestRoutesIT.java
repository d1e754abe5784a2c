package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.source.Cursor;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestRoutes;
import io.cascadian.testkit.TestStores;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asks of the ingest routes: rows before the cursor, the same batch twice adds nothing, without the lock nothing at all, nothing after a hole. */
class IngestRoutesIT {

  private static final StreamDefinition FILLS = Streams.fills("http://source");

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final Postgres postgres = TestStores.freshPostgres();
  private final TestRoutes routes = TestRoutes.options().stores(clickHouse, postgres).start();
  private final Cursors cursors = new Cursors(postgres);
  private final Fills source = new Fills();

  @AfterEach
  void stop() {
    routes.close();
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
  void storedBatch_movesTheCursorBehindItsRows() {
    source.upTo(3);
    StreamReport report = read(FenceGuard.of(1));
    assertThat(report.failure()).isNull();
    assertThat(cursors.load("fills").orElseThrow().position()).isEqualTo(source.last());
    assertThat(report.to()).isEqualTo(source.last().toString());
    assertThat(rows()).isEqualTo(3);
    assertThat(postgres.queryOne("SELECT events || ' ' || block_hash FROM cursors", row -> row.getString(1))).contains("3 0xhash");
  }

  @Test
  void sameBatchAgain_underTheSameFence_isNotWritten() {
    source.upTo(3);
    read(FenceGuard.of(1));
    postgres.update("DELETE FROM cursors");
    read(FenceGuard.of(1));
    assertThat(clickHouse.queryLong("SELECT count() FROM trades_raw", Map.of())).isEqualTo(3);
  }

  @Test
  void sameIntervalAgain_underAnotherFence_countsOnce() {
    source.upTo(3);
    read(FenceGuard.of(1));
    // as after a rollback: what was tombstoned comes back
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (2 AS revision, 1 AS is_deleted) FROM trades_raw", Map.of());
    assertThat(rows()).isZero();
    postgres.update("DELETE FROM cursors");
    read(FenceGuard.of(3));
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void batchThatTheStoreRefuses_leavesTheCursor() {
    source.upTo(1);
    read(FenceGuard.of(1));
    Cursors.Stored before = cursors.load("fills").orElseThrow();
    clickHouse.execute("RENAME TABLE trades_raw TO trades_away", Map.of());
    source.upTo(3);
    assertThatThrownBy(() -> read(FenceGuard.of(2))).isInstanceOf(StoreRejectedException.class);
    assertThat(cursors.load("fills")).contains(before);
    clickHouse.execute("RENAME TABLE trades_away TO trades_raw", Map.of());
    read(FenceGuard.of(3));
    assertThat(cursors.load("fills").orElseThrow().position()).isEqualTo(source.last());
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void batchWithContentThatTheStoreRefuses_stopsTheStream() {
    source.upTo(1);
    read(FenceGuard.of(1));
    Cursors.Stored before = cursors.load("fills").orElseThrow();
    clickHouse.execute("ALTER TABLE trades_raw ADD CONSTRAINT refused CHECK event_key = ''", Map.of());
    source.upTo(3);
    assertThatThrownBy(() -> read(FenceGuard.of(2))).isInstanceOf(StoreRejectedException.class).hasMessageContaining("refused");
    assertThat(cursors.load("fills")).as("the next run reads it again").contains(before);
    assertThat(rows()).isEqualTo(1);
    assertThat(postgres.queryOne("SELECT count(*) FROM dead_letters", row -> row.getLong(1))).as("it is with the source still").contains(0L);
    clickHouse.execute("ALTER TABLE trades_raw DROP CONSTRAINT refused", Map.of());
    read(FenceGuard.of(3));
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void lostLock_writesNeitherRowsNorCursor() {
    source.upTo(3);
    assertThatThrownBy(() -> read(new LostLock())).isInstanceOf(LostLockException.class);
    assertThat(rows()).isZero();
    assertThat(cursors.load("fills")).isEmpty();
  }

  @Test
  void lockLostWhileReading_writesNeitherRowsNorCursor() {
    source.upTo(3);
    LostLock lock = new LostLock();
    lock.isHeld = () -> source.pages == 0;
    assertThatThrownBy(() -> read(lock)).isInstanceOf(LostLockException.class);
    assertThat(source.pages).as("it was lost later").isPositive();
    assertThat(clickHouse.queryLong("SELECT count() FROM trades_raw", Map.of())).isZero();
    assertThat(cursors.load("fills")).isEmpty();
  }

  @Test
  void insertRouteWithoutItsEndpoint_movesNoCursor() throws Exception {
    AdviceWith.adviceWith(routes.context(), "insert-rows", route -> route.weaveByToUri("clickhouse:*").replace().log("left out by the test"));
    source.upTo(3);
    assertThatThrownBy(() -> read(FenceGuard.of(1))).hasMessageContaining("returned without inserting rows into trades_raw; the stream stops before them");
    assertThat(cursors.load("fills")).isEmpty();
  }

  @Test
  void batchAfterOneThatFailed_isNotStored() throws Exception {
    // each page is a batch; the second insert is refused, the ones behind it would be taken
    AtomicInteger inserts = new AtomicInteger();
    AdviceWith.adviceWith(routes.context(), "insert-rows", route -> route.weaveAddFirst().process(exchange -> {
      if (inserts.incrementAndGet() == 2) {
        throw new StoreRejectedException("ClickHouse", "insert", "27", "refused by the test", null);
      }
    }));
    source.upTo(50);
    assertThatThrownBy(() -> read(FenceGuard.of(1), 10)).isInstanceOf(StoreRejectedException.class).hasMessageContaining("refused by the test");
    assertThat(inserts.get()).isEqualTo(2);
    assertThat(rows()).isEqualTo(10);
    assertThat(cursors.load("fills").orElseThrow().position()).isEqualTo(source.position(10));
    read(FenceGuard.of(2), 10);
    assertThat(rows()).isEqualTo(50);
  }

  @Test
  void sourceThatFails_storesWhatWasReadBefore_andReports() {
    source.upTo(50);
    source.failsBehind = 25;
    StreamReport report = read(FenceGuard.of(1), 10);
    assertThat(report.failure()).contains("away for the test");
    int read = (int) report.events();
    assertThat(read).isBetween(10, 25);
    assertThat(rows()).isEqualTo(read);
    assertThat(cursors.load("fills").orElseThrow().position()).isEqualTo(source.position(read));
    source.failsBehind = Integer.MAX_VALUE;
    assertThat(read(FenceGuard.of(2), 10).events()).isEqualTo(50 - read);
    assertThat(rows()).isEqualTo(50);
  }

  @Test
  void partOfABatchLeftByAFailure_isNotStoredByTheNextReading() {
    // letters cannot be stored: the reading ends in the middle of a batch
    source.upTo(50);
    source.badFrom = 30;
    postgres.update("ALTER TABLE dead_letters RENAME TO dead_letters_away");
    IngestOptions large = options(10, 1_000);
    assertThatThrownBy(() -> read(FenceGuard.of(1), large)).isInstanceOf(StoreRejectedException.class);
    assertThat(rows()).isZero();
    postgres.update("ALTER TABLE dead_letters_away RENAME TO dead_letters");
    StreamReport report = read(FenceGuard.of(1), large);
    assertThat(report.events()).isEqualTo(50);
    assertThat(rows()).isEqualTo(30);
    assertThat(clickHouse.queryLong("SELECT count() FROM trades_raw", Map.of())).isEqualTo(30);
    assertThat(postgres.queryOne("SELECT count(*) FROM dead_letters", row -> row.getLong(1))).contains(20L);
  }

  @Test
  void readingThatFails_endsAfterTheBatchInProgress() throws Exception {
    // letters cannot be stored while the first batch is: what the run does next must not meet rows that still come
    CountDownLatch failed = new CountDownLatch(1);
    AtomicInteger underWay = new AtomicInteger();
    AdviceWith.adviceWith(routes.context(), "rejected-records", route -> route.weaveAddFirst().process(exchange -> failed.countDown()));
    AdviceWith.adviceWith(routes.context(), "insert-rows", route -> route.weaveAddFirst().process(exchange -> {
      underWay.incrementAndGet();
      failed.await(10, TimeUnit.SECONDS);
      TimeUnit.SECONDS.sleep(1);
    }));
    // before the step that lets the reading end
    AdviceWith.adviceWith(routes.context(), "store-batch",
        route -> route.weaveById("batch-stored").before().process(exchange -> underWay.decrementAndGet()));
    source.upTo(50);
    source.badFrom = 10;
    postgres.update("ALTER TABLE dead_letters RENAME TO dead_letters_away");
    assertThatThrownBy(() -> read(FenceGuard.of(1), 10)).isInstanceOf(StoreRejectedException.class);
    assertThat(underWay).hasValue(0);
    assertThat(rows()).isEqualTo(10);
    assertThat(cursors.load("fills").orElseThrow().position()).isEqualTo(source.position(10));
  }

  @Test
  @Timeout(60)
  void batchThatCannotReachItsRoute_endsTheReading() throws Exception {
    // as when the route does not run any more
    AdviceWith.adviceWith(routes.context(), "read-stream", route -> route.weaveByToUri("direct:store-batch").replace().process(exchange -> {
      throw new DirectConsumerNotAvailableException("no consumers", exchange);
    }));
    source.upTo(3);
    assertThatThrownBy(() -> read(FenceGuard.of(1))).isInstanceOf(IllegalStateException.class).hasMessageContaining("no consumers");
    assertThat(cursors.load("fills")).isEmpty();
  }

  private StreamReport read(FenceGuard guard) {
    return read(guard, 1_000);
  }

  /** @param batch records of a page, which is a batch of its own */
  private StreamReport read(FenceGuard guard, int batch) {
    return read(guard, options(batch, 1));
  }

  private StreamReport read(FenceGuard guard, IngestOptions options) {
    return new Ingest(routes.client(), source, clickHouse, postgres, TestDeadLetters.of(postgres), Contracts.builtIn(), options,
        ComparisonOptions.of(Duration.ZERO, 0)).begin(guard).read(FILLS);
  }

  private static IngestOptions options(int page, int batchRows) {
    return new IngestOptions(0, page, 1, 1, page, batchRows, Duration.ofMinutes(1), 1_000);
  }

  private long rows() {
    return clickHouse.queryLong("SELECT count() FROM trades_raw FINAL", Map.of());
  }

  /** Holds no lock, or not for long. */
  private static final class LostLock implements FenceGuard {
    private BooleanSupplier isHeld = () -> false;

    @Override
    public long fence() {
      return 1;
    }

    @Override
    public void check() {
      if (!isHeld.getAsBoolean()) {
        throw new LostLockException("nightly", 1, 2);
      }
    }

    @Override
    public void checkIn(Connection connection) {
      check();
    }
  }

  /** Serves fills of one a second. */
  private static final class Fills implements MarketEventSource {
    private final List<SourceRecord> records = new ArrayList<>();
    private int failsBehind = Integer.MAX_VALUE;
    private int badFrom = Integer.MAX_VALUE;
    private volatile int pages;

    void upTo(int number) {
      for (int i = records.size(); i < number; i++) {
        records.add(SourceRecord.of(new Cursor(100 + i, "0xe" + i), fill(i)));
      }
    }

    Cursor last() {
      return position(records.size());
    }

    /** Returns the id of the record with a number from 1. */
    Cursor position(int number) {
      return records.get(number - 1).position();
    }

    @Override
    public SourceHead head(StreamDefinition stream) {
      return new SourceHead(9, "0xhash", 100L + records.size(), "Qm", false);
    }

    @Override
    public Optional<String> blockHash(StreamDefinition stream, long block) {
      return Optional.of("0xhash");
    }

    @Override
    public Page page(PageRequest request) throws SourceException {
      pages++;
      List<SourceRecord> following = new ArrayList<>();
      boolean last = true;
      for (int i = 0; i < records.size(); i++) {
        Cursor position = records.get(i).position();
        if (position.compareTo(request.after()) <= 0 || (request.until() != null && position.order() > request.until())) {
          continue;
        }
        if (i >= failsBehind) {
          throw new SourceUnavailableException("http://source", 503, null, false, "away for the test", null);
        }
        if (following.size() == request.limit()) {
          last = false;
          break;
        }
        following.add(i < badFrom ? records.get(i) : SourceRecord.of(position, Map.of("id", "0xe" + i, "timestamp", "1")));
      }
      return new Page(following, following.isEmpty() ? request.after() : following.get(following.size() - 1).position(), last);
    }

    private static Map<String, Object> fill(int i) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("id", "0xe" + i);
      fields.put("timestamp", Integer.toString(100 + i));
      fields.put("orderHash", "0x0");
      fields.put("maker", "0x" + "a".repeat(40));
      fields.put("taker", "0x" + "b".repeat(40));
      fields.put("makerAssetId", "0");
      fields.put("takerAssetId", "77");
      fields.put("makerAmountFilled", "5000000");
      fields.put("takerAmountFilled", "10000000");
      fields.put("fee", "0");
      return fields;
    }
  }
}
