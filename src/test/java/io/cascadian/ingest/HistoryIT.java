package io.cascadian.ingest;

import static io.cascadian.testkit.TinyMarket.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.source.ConfirmingSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.store.FenceGuard;
import io.cascadian.testkit.TinyMarket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HistoryIT {

  private static final long DAY = 86_400;

  private final TinyMarket market = TinyMarket.week();
  private final ComparedWorld world = new ComparedWorld(market);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void reconciliation_reportsWindowCountsAndSums_andRepairsThem() throws SourceException {
    world.ingest();
    world.publish();
    TinyMarket other = market.copy().without("0x102_f", "0x103_f", "0x5_s").buy("0x104_f", START + DAY + 4 * 3600, 5, 20, 2_500_000, 2_000_000)
        .buy("0x399_f", START + 3 * DAY + 99, 9, 21, 1_000_000, 100_000);
    world.serve(other);

    HistoryReport reported = world.history(HistoryKind.RECONCILE, START, START + 7 * DAY, true, false);
    assertThat(reported.differencesRemain()).isTrue();
    assertThat(reported.differences()).extracting(Object::toString).containsExactlyInAnyOrder(
        day(1) + "  fills        source 22 [55, 23, 0] · stored 24 [60, 24, 0] · missing 0, changed 1, gone 2",
        day(3) + "  fills        source 25 [61, 24.1, 0] · stored 24 [60, 24, 0] · missing 1, changed 0, gone 0",
        day(5) + "  splits       source 0 [] · stored 1 [3] · missing 0, changed 0, gone 1");
    assertThat(world.ingest().details()).as("a dry run wrote nothing").containsEntry("corrected", 0L);
    assertThat(world.stored()).contains("0x102_f 3 2.5");

    FenceGuard guard = world.guard();
    HistoryReport repaired = world.history(HistoryKind.RECONCILE, START, START + 7 * DAY, false, false, guard);
    assertThat(repaired.differences()).hasSize(3);
    assertThat(world.count("trades_raw WHERE revision = " + guard.fence()) + world.count("position_events WHERE revision = " + guard.fence()))
        .as("what is the same is not written again").isEqualTo(5);
    assertThat(repaired.differencesRemain()).isFalse();
    assertThat(repaired.result().rows()).isEqualTo(5);
    world.publish();
    assertThat(world.published()).isEqualTo(ComparedWorld.undisturbed(other));

    long written = world.lastBlock();
    HistoryReport again = world.history(HistoryKind.RECONCILE, START, START + 7 * DAY, false, false);
    assertThat(again.differences()).isEmpty();
    assertThat(again.windows()).as("of fills and splits; of the others there is nothing").isEqualTo(7 * 2);
    assertThat(world.lastBlock()).isEqualTo(written);
  }

  @Test
  void backfill_ingestsPeriod_movesNoCursor() throws SourceException {
    HistoryReport report = world.history(HistoryKind.BACKFILL, START + 2 * DAY, START + 4 * DAY, false, false);
    assertThat(report.total().missing()).isEqualTo(50);
    assertThat(world.stored()).hasSize(50);
    assertThat(world.world.postgres.query("SELECT stream FROM cursors", row -> row.getString(1))).isEmpty();
    assertThat(world.history(HistoryKind.BACKFILL, START + 2 * DAY, START + 4 * DAY, false, false).result().rows()).isZero();

    world.ingest();
    world.publish();
    assertThat(world.published()).as("with the normal run after it").isEqualTo(ComparedWorld.undisturbed(market));
  }

  @Test
  void interruptedBackfill_isResumed() throws SourceException {
    // slices of about a day
    world.options = new ComparisonOptions(Duration.ofMinutes(30), 1000, 30);
    AtomicInteger pages = new AtomicInteger();
    List<Long> asked = new ArrayList<>();
    world.wrapped = source -> new ComparedWorld.Spoilt(source) {
      @Override
      Page spoil(PageRequest request, Page page) {
        if (request.stream().name().equals("fills") && pages.incrementAndGet() == 6) {
          throw new IllegalStateException("the process ends here");
        }
        return page;
      }
    };
    assertThatThrownBy(() -> world.history(HistoryKind.BACKFILL, START, START + 7 * DAY, false, false)).hasMessage("the process ends here");
    int stored = world.stored().size();
    assertThat(stored).isBetween(48, 150);

    world.wrapped = source -> new ComparedWorld.Spoilt(source) {
      @Override
      Page spoil(PageRequest request, Page page) {
        if (request.stream().name().equals("fills")) {
          asked.add(request.after().order());
        }
        return page;
      }
    };
    HistoryReport report = world.history(HistoryKind.BACKFILL, START, START + 7 * DAY, false, false);
    assertThat(report.windowsDoneBefore()).isPositive();
    assertThat(asked).allSatisfy(after -> assertThat(after).isGreaterThanOrEqualTo(START + report.windowsDoneBefore() * DAY));
    assertThat(world.stored()).hasSize(7 * 25);
    assertThat(world.history(HistoryKind.BACKFILL, START, START + 7 * DAY, false, false).windowsDoneBefore()).as("after its end").isZero();
  }

  @Test
  void emptyStreamOnBothSides_isAccepted() throws SourceException {
    // the source in use doubts an empty answer, and there are no merges, redemptions and conversions
    world.wrapped = ConfirmingSource::new;
    HistoryReport report = world.history(HistoryKind.BACKFILL, START - DAY, START + 9 * DAY, false, false);
    assertThat(report.total().missing()).isEqualTo(7 * 25);
    assertThat(report.windows()).as("of fills and splits").isEqualTo(2 * 10);
  }

  @Test
  void windowsNearHead_areComparedAgain() throws SourceException {
    world.history(HistoryKind.BACKFILL, TinyMarket.END - DAY, TinyMarket.END + DAY, false, false);
    assertThat(world.world.postgres.query("SELECT settled FROM history_windows ORDER BY since", row -> row.getBoolean(1))).contains(false);
    world.world.postgres.update("UPDATE history_work SET ended_at = NULL");
    HistoryReport report = world.history(HistoryKind.BACKFILL, TinyMarket.END - DAY, TinyMarket.END + DAY, false, false);
    assertThat(report.windowsDoneBefore()).isZero();
  }

  @Test
  void gaps_areFoundByCounts() throws SourceException {
    world.serve(market.copy().without("0x210_f", "0x211_f", "0x612_f", "0x4_s"));
    world.ingest();
    world.serve(market);
    List<String> compared = new ArrayList<>();
    world.wrapped = source -> new ComparedWorld.Spoilt(source) {
      @Override
      Page spoil(PageRequest request, Page page) {
        if (request.stream().fields().size() > 2 && request.limit() > 1) {
          compared.add(request.stream().name() + " " + (request.after().order() - START) / DAY);
        }
        return page;
      }
    };
    HistoryReport reported = world.history(HistoryKind.GAPS, START, START + 7 * DAY, true, false);
    assertThat(reported.differences()).hasSize(3);
    assertThat(compared).contains("fills 2", "fills 6", "splits 4").allMatch(window -> window.matches("fills [26]|splits 4"));
    assertThat(reported.windows()).isEqualTo(7 * 2);

    assertThat(world.history(HistoryKind.GAPS, START, START + 7 * DAY, false, false).total().missing()).isEqualTo(4);
    compared.clear();
    assertThat(world.history(HistoryKind.GAPS, START, START + 7 * DAY, false, false).differences()).isEmpty();
    assertThat(compared).isEmpty();
    assertThat(world.stored()).hasSize(7 * 25);
  }

  @Test
  @Tag("proof")
  void denseSecond_isComparedAsAWhole() throws SourceException {
    for (int i = 0; i < 2_300; i++) {
      market.buy(String.format(Locale.ROOT, "0x9%04d_f", i), START + DAY + 1, 1 + i % 5, 20, 2_000_000, 1_000_000);
    }
    world.serve(market);
    world.options = new ComparisonOptions(Duration.ofMinutes(30), 1000, 500);
    assertThat(world.history(HistoryKind.BACKFILL, START, START + 2 * DAY, false, false).total().missing()).isEqualTo(2_300 + 50);
    world.serve(market.copy().without("0x90000_f", "0x91999_f").buy("0x91001_f", START + DAY + 1, 9, 21, 1, 1));
    Difference found = world.history(HistoryKind.RECONCILE, START + DAY, START + DAY + 2, false, false).total();
    assertThat(List.of(found.missing(), found.changed(), found.gone())).as("an event of another wallet is another row").containsExactly(1L, 0L, 3L);
    assertThat(world.history(HistoryKind.RECONCILE, START, START + 2 * DAY, false, false).differences()).isEmpty();
    assertThat(world.count("trades_raw FINAL WHERE event_id LIKE '0x9%'")).isEqualTo(2_298);
  }

  @Test
  void unusableRecord_inHistory_isWarnedOf() throws SourceException {
    world.serve(market.copy().buy("0x900_f", START + DAY + 1, 1, 20, -5, 1));
    HistoryReport report = world.history(HistoryKind.BACKFILL, START + DAY, START + 2 * DAY, false, false);
    assertThat(report.total().unusable()).isEqualTo(1);
    assertThat(report.result().warnings()).singleElement().asString().contains("1 records of the source could not be used", "dead-letters");
    assertThat(world.history(HistoryKind.BACKFILL, START, START + DAY, false, false).result().warnings()).isEmpty();
  }

  private static String day(int day) {
    return Instant.ofEpochSecond(START + day * DAY) + " to " + Instant.ofEpochSecond(START + (day + 1) * DAY);
  }
}
