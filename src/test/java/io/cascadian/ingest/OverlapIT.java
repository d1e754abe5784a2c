package io.cascadian.ingest;

import static io.cascadian.testkit.TinyMarket.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.TinyMarket;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run does about events that the source reported before and reports otherwise by now. */
class OverlapIT {

  private final TinyMarket market = new TinyMarket()
      .buy("0x01_a", END - 80_000, 1, 10, 5_000_000, 2_000_000)
      .buy("0x02_a", END - 1_200, 1, 10, 10_000_000, 4_000_000)
      .buy("0x03_a", END - 900, 2, 11, 20_000_000, 9_000_000)
      .buy("0x04_a", END - 600, 3, 20, 30_000_000, 15_000_000)
      .buy("0x05_a", END - 300, 4, 21, 40_000_000, 16_000_000)
      .split("0x06_s", END - 500, 5, 7_000_000)
      .split("0x07_s", END - 400, 1, 3_000_000);
  private ComparedWorld world = new ComparedWorld(market);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Tag("proof")
  void reorganisedEvents_leaveEveryPublishedNumber() {
    world.ingest();
    world.publish();
    assertThat(world.published()).isEqualTo(ComparedWorld.undisturbed(market));

    // wallet 3 has nothing left, wallet 2 another amount, wallet 4's event became wallet 6's, a split is gone, one is new
    TinyMarket other = market.copy().without("0x04_a", "0x06_s")
        .buy("0x03_a", END - 898, 2, 11, 20_000_000, 8_000_000)
        .buy("0x05_a", END - 300, 6, 21, 40_000_000, 16_000_000)
        .split("0x08_s", END - 450, 2, 1_000_000);
    world.serve(other);
    StepResult result = world.ingest();
    world.publish();

    assertThat(result.details()).containsEntry("corrected", 3L).containsEntry("tombstoned", 3L).containsEntry("events", 0L);
    assertThat(world.published()).isEqualTo(ComparedWorld.undisturbed(other));
    assertThat(world.published()).isNotEqualTo(ComparedWorld.undisturbed(market));
    assertThat(world.count("outcome_positions_v2 WHERE wallet = '" + TinyMarket.wallet(3) + "'")).isZero();
  }

  /** A merge of the table leaves a corrected row that cannot be distinguished from a new one. */
  @Test
  void eventsMovedLater_andMerged_leaveEveryPublishedNumber() {
    world.ingest();
    world.publish();

    // one within what is compared, one to behind the cursor
    TinyMarket other = market.copy()
        .buy("0x02_a", END - 1_000, 1, 10, 11_000_000, 4_000_000)
        .buy("0x05_a", END - 100, 4, 21, 41_000_000, 16_000_000);
    world.serve(other);
    world.ingest();
    world.world.clickHouse.execute("OPTIMIZE TABLE trades_raw FINAL", Map.of());
    world.publish();

    assertThat(world.published()).isEqualTo(ComparedWorld.undisturbed(other));
  }

  @Test
  @Tag("proof")
  void eventsBehindALostCursor_movedAndMerged_leaveEveryNumber() {
    world.ingest();
    world.publish();
    // as after a run that stored the page and could not move the cursor
    world.world.postgres.update("UPDATE cursors SET position = ? WHERE stream = 'fills'", (END - 1_100) + "/0x02_a");

    TinyMarket other = market.copy().buy("0x05_a", END - 100, 4, 21, 41_000_000, 16_000_000);
    world.serve(other);
    world.ingest();
    world.world.clickHouse.execute("OPTIMIZE TABLE trades_raw FINAL", Map.of());
    world.publish();

    assertThat(world.published()).isEqualTo(ComparedWorld.undisturbed(other));
  }

  @Test
  void eventMovedBeforeCursor_isStored() {
    world.ingest();
    world.serve(market.copy().buy("0x05_a", END - 100, 4, 21, 40_000_000, 16_000_000));
    StepResult result = world.ingest();
    assertThat(result.details()).containsEntry("tombstoned", 1L).containsEntry("events", 1L);
    assertThat(world.count("trades_raw FINAL WHERE event_id = '0x05_a' AND ts = toDateTime(" + (END - 100) + ")")).isEqualTo(1);
  }

  @Test
  void runWithoutNewEvents_writesNothing() {
    world.ingest();
    long written = world.lastBlock();
    StepResult second = world.ingest();
    assertThat(second.rows()).isZero();
    assertThat(second.details()).containsEntry("events", 0L).containsEntry("corrected", 0L).containsEntry("tombstoned", 0L);
    assertThat(world.lastBlock()).isEqualTo(written);
    assertThat(world.count("system.tables WHERE database = currentDatabase() AND name LIKE '%window%'")).isZero();
  }

  @Test
  void eventsBeforeOverlap_needReconcile() {
    world.ingest();
    world.serve(market.copy().without("0x01_a", "0x02_a"));
    assertThat(world.ingest().details()).containsEntry("tombstoned", 1L);
    assertThat(world.stored()).contains("0x01_a 1 5");

    world.options = ComparisonOptions.of(Duration.ZERO, 1000);
    world.serve(market.copy().without("0x01_a", "0x02_a", "0x05_a"));
    assertThat(world.ingest().details()).containsEntry("tombstoned", 0L);
  }

  @Test
  void orphanedBlock_widensComparison() {
    world.ingest();
    world.world.postgres.update("UPDATE cursors SET block_hash = '0xgone' WHERE stream = 'fills'");
    world.serve(market.copy().without("0x01_a"));
    world.wrapped = source -> new ComparedWorld.Spoilt(source) {
      @Override
      Page spoil(PageRequest request, Page page) {
        return page;
      }

      @Override
      public Optional<String> blockHash(StreamDefinition stream, long block) {
        return Optional.of("0xother");
      }
    };
    assertThat(world.ingest().details()).containsEntry("tombstoned", 1L);
    assertThat(world.stored()).doesNotContain("0x01_a 1 5");
  }

  @Test
  void restOfSecond_isReadNext() {
    for (int i = 0; i < 9; i++) {
      market.buy("0x1" + i, END - 60, 7, 20, 1_000_000, 500_000);
    }
    world.serve(market);
    world.ingest();
    // as after a crash in the middle of a second whose rows are not stored
    world.world.postgres.update("UPDATE cursors SET position = ? WHERE stream = 'fills'", (END - 60) + "/0x14");
    world.world.clickHouse.execute("DELETE FROM trades_raw WHERE event_id > '0x14' AND ts = toDateTime(" + (END - 60) + ")", Map.of());
    StepResult result = world.ingest();
    assertThat(result.details()).containsEntry("corrected", 0L).containsEntry("tombstoned", 0L).containsEntry("events", 4L);
  }

  @Test
  void emptyResponse_isRequestedAgain() {
    world.ingest();
    AtomicInteger answers = new AtomicInteger();
    world.wrapped = source -> spoilt(source, answers, 1);
    StepResult result = world.ingest();
    assertThat(answers.get()).isGreaterThan(1);
    assertThat(result.details()).containsEntry("tombstoned", 0L);
  }

  @Test
  void repeatedEmptyResponse_isRejected() {
    world.ingest();
    String cursor = cursor();
    world.wrapped = source -> spoilt(source, new AtomicInteger(), Integer.MAX_VALUE);
    assertThatThrownBy(world::ingest).isInstanceOf(IngestFailedException.class)
        .hasMessageContaining("fills").hasMessageContaining("--allow-deletes").hasMessageContaining("nor any other event");
    assertThat(world.stored()).hasSize(7);
    assertThat(cursor()).isEqualTo(cursor);

    world.wrapped = source -> source;
    assertThat(world.ingest().details()).as("when the fault is over").containsEntry("tombstoned", 0L);
  }

  @Test
  void lossAboveLimit_isNotTombstonedWithoutConsent() {
    for (int i = 0; i < 40; i++) {
      market.buy(String.format(Locale.ROOT, "0x2%02d", i), END - 1000 + i, 8, 20, 1_000_000, 500_000);
    }
    world.serve(market);
    world.options = ComparisonOptions.of(Duration.ofMinutes(30), 3);
    world.ingest();
    TinyMarket fourLess = market.copy().without("0x200", "0x201", "0x202", "0x203");
    world.serve(fourLess);
    // a tenth of the 44 in the window
    assertThat(world.ingest().details()).containsEntry("tombstoned", 4L);
    world.serve(fourLess.copy().without("0x204", "0x205", "0x206", "0x207", "0x208"));
    assertThatThrownBy(world::ingest).hasMessageContaining("does not have 5 of 40 stored events").hasMessageContaining("more than the 4");
    assertThat(world.count("trades_raw FINAL WHERE event_id = '0x204'")).isEqualTo(1);
  }

  @Test
  void recordThatBecameUnusable_isStoredAsLetter_takesNothingAway() {
    world.ingest();
    world.serve(market.copy().with("0x03_a", "maker", "nobody"));
    assertThat(world.ingest().details()).containsEntry("corrected", 0L).containsEntry("tombstoned", 0L);
    assertThat(world.stored()).contains("0x03_a 2 20");
    assertThat(world.world.postgres.query("SELECT reason FROM dead_letters", row -> row.getString(1))).containsExactly("bad-address");
  }

  private String cursor() {
    return world.world.postgres.queryOne("SELECT position FROM cursors WHERE stream = 'fills'", row -> row.getString(1)).orElseThrow();
  }

  /** Empty pages of fills, so many times. */
  private static MarketEventSource spoilt(MarketEventSource source, AtomicInteger answers, int times) {
    return new ComparedWorld.Spoilt(source) {
      @Override
      Page spoil(PageRequest request, Page page) {
        return request.stream().name().equals("fills") && answers.getAndIncrement() < times ? empty(request) : page;
      }
    };
  }
}
