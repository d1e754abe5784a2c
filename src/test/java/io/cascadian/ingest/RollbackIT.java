package io.cascadian.ingest;

import static io.cascadian.testkit.TinyMarket.END;
import static io.cascadian.testkit.TinyMarket.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.source.Cursor;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TinyMarket;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollbackIT {

  private static final long CUTOFF = START + 5 * 86_400;

  private final TinyMarket early = new TinyMarket()
      .buy("0x01_a", START + 10, 1, 10, 5_000_000, 2_000_000)
      .buy("0x02_a", CUTOFF, 2, 10, 10_000_000, 4_000_000)
      .split("0x03_s", CUTOFF - 1, 1, 3_000_000);
  private final TinyMarket market = early.copy()
      .buy("0x04_a", CUTOFF + 1, 1, 10, 20_000_000, 9_000_000)
      .buy("0x05_a", END - 10, 3, 21, 40_000_000, 16_000_000)
      .split("0x06_s", END - 500, 5, 7_000_000);
  private final ComparedWorld world = new ComparedWorld(market);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void rollback_restoresCutoff_nextRunReadsRest() {
    world.ingest();
    world.publish();

    StepResult result = rollback(CUTOFF, world.guard(), false, false);
    world.publish();

    assertThat(result.rows()).isEqualTo(3);
    assertThat(result.details().get("streams"))
        .isEqualTo(Map.of("fills", 2L, "splits", 1L, "merges", 0L, "redemptions", 0L, "conversions", 0L));
    assertThat(world.published()).isEqualTo(ComparedWorld.undisturbed(early));
    assertThat(position("fills")).isEqualTo(new Cursor(CUTOFF + 1, ""));

    world.serve(market);
    assertThat(world.ingest().details()).containsEntry("events", 3L);
    world.publish();
    assertThat(world.published()).isEqualTo(ComparedWorld.undisturbed(market));
  }

  @Test
  void dryRun_onlyReports() {
    world.ingest();
    Cursor before = position("fills");
    assertThat(rollback(CUTOFF, world.guard(), true, false).details()).containsEntry("events", 3L);
    assertThat(world.stored()).hasSize(6);
    assertThat(position("fills")).isEqualTo(before);
  }

  @Test
  void cutoffInFutureOrBeforeEvents_isRejected() {
    world.ingest();
    assertThatThrownBy(() -> rollback(END + 1_000_000, world.guard(), false, true))
        .isInstanceOf(RollbackRefusedException.class).hasMessageContaining("future");
    assertThatThrownBy(() -> rollback(START + 9, world.guard(), false, false))
        .isInstanceOf(RollbackRefusedException.class).hasMessageContaining("--yes");
    assertThat(world.stored()).hasSize(6);
    assertThat(rollback(START + 9, world.guard(), false, true).rows()).isEqualTo(6);
    assertThat(world.stored()).isEmpty();
  }

  @Test
  void interruptedAfterCursor_losesNothing() {
    world.ingest();
    world.publish();
    FenceGuard dies = new FenceGuard() {
      @Override
      public long fence() {
        return 50;
      }

      @Override
      public void check() {
        throw new LostLockException("nightly", 50, 51);
      }

      @Override
      public void checkIn(Connection connection) {
        // still the holder here
      }
    };
    assertThatThrownBy(() -> rollback(CUTOFF, dies, false, false)).isInstanceOf(LostLockException.class);
    assertThat(world.stored()).hasSize(6);
    assertThat(position("fills")).isEqualTo(new Cursor(CUTOFF + 1, ""));
    world.serve(market);
    world.ingest();
    world.publish();
    assertThat(world.published()).isEqualTo(ComparedWorld.undisturbed(market));
  }

  @Test
  void rollback_reopensInterruptedBackfill() throws Exception {
    world.history(HistoryKind.BACKFILL, CUTOFF - 86_400, CUTOFF + 86_400, false, false);
    world.world.postgres.update("UPDATE history_work SET ended_at = NULL");
    rollback(CUTOFF, world.guard(), false, false);
    HistoryReport report = world.history(HistoryKind.BACKFILL, CUTOFF - 86_400, CUTOFF + 86_400, false, false);
    assertThat(report.total().missing()).isEqualTo(1);
    assertThat(report.windowsDoneBefore()).as("the day before the cutoff, of each stream").isEqualTo(2);
  }

  private StepResult rollback(long cutoff, FenceGuard guard, boolean dryRun, boolean everything) {
    return new Rollback(world.world.clickHouse, world.world.postgres, Clock.fixed(Instant.ofEpochSecond(END + 600), ZoneOffset.UTC))
        .to(Instant.ofEpochSecond(cutoff), Streams.all(world.world.sandbox.baseUrl()), guard, dryRun, everything);
  }

  private Cursor position(String stream) {
    return new Cursors(world.world.postgres).load(stream).orElseThrow().position();
  }
}
