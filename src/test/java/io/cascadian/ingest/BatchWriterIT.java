package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.source.Cursor;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TestStores;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the sink promises: rows before the cursor, the same batch twice adds nothing, and without the lock nothing at all. */
class BatchWriterIT {

  private static final StreamDefinition FILLS = Streams.fills("http://source");

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final Postgres postgres = TestStores.freshPostgres();
  private final Cursors cursors = new Cursors(postgres);

  @AfterEach
  void stop() {
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
  void theCursorIsBehindTheRowsAndHoldsWhatTheBatchReached() throws Exception {
    Cursors.Stored reached = write(FenceGuard.of(1), batch(start(), 3, 300, 1));
    assertThat(reached.position()).isEqualTo(new Cursor(300, "0xe2"));
    assertThat(cursors.load("fills")).contains(reached);
    assertThat(rows()).isEqualTo(3);
    assertThat(postgres.queryOne("SELECT events || ' ' || block_hash FROM cursors", row -> row.getString(1))).contains("3 0xhash");
  }

  @Test
  void theSameBatchAgainUnderOneFenceIsNotEvenWritten() throws Exception {
    write(FenceGuard.of(1), batch(start(), 3, 300, 1));
    write(FenceGuard.of(1), batch(start(), 3, 300, 1));
    assertThat(clickHouse.queryLong("SELECT count() FROM trades_raw", Map.of())).isEqualTo(3);
  }

  @Test
  void theSameIntervalAgainUnderAnotherFenceIsWrittenAndCountsOnce() throws Exception {
    write(FenceGuard.of(1), batch(start(), 3, 300, 1));
    // as after a rollback: what was withdrawn comes back
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (2 AS revision, 1 AS is_deleted) FROM trades_raw", Map.of());
    assertThat(rows()).isZero();
    write(FenceGuard.of(3), batch(start(), 3, 300, 3));
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void whatTheStoreRefusesLeavesTheCursorWhereItWas() throws Exception {
    Cursors.Stored before = write(FenceGuard.of(1), batch(start(), 1, 100, 1));
    clickHouse.execute("RENAME TABLE trades_raw TO trades_away", Map.of());
    assertThatThrownBy(() -> write(FenceGuard.of(2), batch(before, 3, 300, 2))).isInstanceOf(StoreRejectedException.class);
    assertThat(cursors.load("fills")).contains(before);
    clickHouse.execute("RENAME TABLE trades_away TO trades_raw", Map.of());
    write(FenceGuard.of(3), batch(before, 3, 300, 3));
    assertThat(cursors.load("fills").orElseThrow().position().order()).isEqualTo(300);
  }

  @Test
  void whoHasLostTheLockWritesNeitherRowsNorCursor() {
    FenceGuard lost = new FenceGuard() {
      @Override
      public long fence() {
        return 1;
      }

      @Override
      public void check() {
        throw new LostLockException("nightly", 1, 2);
      }

      @Override
      public void checkIn(Connection connection) {
        throw new LostLockException("nightly", 1, 2);
      }
    };
    assertThatThrownBy(() -> write(lost, batch(start(), 3, 300, 1))).isInstanceOf(LostLockException.class);
    assertThat(rows()).isZero();
    assertThat(cursors.load("fills")).isEmpty();
  }

  private Cursors.Stored write(FenceGuard guard, Batch batch) {
    try (BatchWriter writer = new BatchWriter("fills", clickHouse, cursors, guard, "0xhash")) {
      writer.write(batch);
      return writer.finish();
    }
  }

  private long rows() {
    return clickHouse.queryLong("SELECT count() FROM trades_raw FINAL", Map.of());
  }

  private static Cursors.Stored start() {
    return new Cursors.Stored(Cursor.START, 0, null);
  }

  private static Batch batch(Cursors.Stored from, int fills, long time, long fence) throws RejectedRecordException {
    Batch batch = new Batch(from);
    FillMapper mapper = new FillMapper(Set.of());
    for (int i = 0; i < fills; i++) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("id", "0xe" + i);
      fields.put("timestamp", Long.toString(time));
      fields.put("orderHash", "0x0");
      fields.put("maker", "0x" + "a".repeat(40));
      fields.put("taker", "0x" + "b".repeat(40));
      fields.put("makerAssetId", "0");
      fields.put("takerAssetId", "77");
      fields.put("makerAmountFilled", "5000000");
      fields.put("takerAmountFilled", "10000000");
      fields.put("fee", "0");
      mapper.map(FILLS, SourceRecord.of(new Cursor(time, "0xe" + i), fields), fence, batch.rows());
      batch.counted();
    }
    batch.reached(new Cursors.Stored(new Cursor(time, "0xe" + (fills - 1)), 9, "Qm"));
    return batch;
  }
}
