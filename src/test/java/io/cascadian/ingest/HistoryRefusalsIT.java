package io.cascadian.ingest;

import static io.cascadian.testkit.TinyMarket.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TinyMarket;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When work on history does not touch what is stored. */
class HistoryRefusalsIT {

  private static final long DAY = 86_400;

  private final ComparedWorld world = new ComparedWorld(TinyMarket.week());

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void lossBeyondLimit_needsAllowDeletes() throws SourceException {
    world.ingest();
    world.options = new ComparisonOptions(Duration.ofMinutes(30), 2, 200_000);
    world.serve(new TinyMarket().buy("0x000_f", START, 1, 20, 2_500_000, 1_000_000));
    assertThatThrownBy(() -> world.history(HistoryKind.RECONCILE, START, START + 7 * DAY, false, false))
        .isInstanceOfSatisfying(SuspiciousAnswerException.class, refused -> {
          assertThat(refused.stream()).isEqualTo("fills");
          assertThat(refused.gone()).isGreaterThan(2);
          assertThat(refused.from()).isEqualTo(Instant.ofEpochSecond(START));
        });
    assertThat(world.history(HistoryKind.RECONCILE, START, START + 7 * DAY, true, false).total().gone()).as("a dry run tells").isGreaterThan(160);
    world.history(HistoryKind.RECONCILE, START, START + 7 * DAY, false, true);
    assertThat(world.stored()).containsExactly("0x000_f 1 2.5");
  }

  @Test
  void inconsistentSource_changesNothing() {
    world.ingest();
    AtomicInteger answers = new AtomicInteger();
    world.wrapped = source -> new ComparedWorld.Spoilt(source) {
      @Override
      Page spoil(PageRequest request, Page page) {
        return new Page(page.records().subList(0, Math.min(page.records().size(), answers.incrementAndGet())), page.next(), page.last());
      }
    };
    world.options = new ComparisonOptions(Duration.ofMinutes(30), 1000, 200_000);
    assertThatThrownBy(() -> world.history(HistoryKind.RECONCILE, START, START + DAY, false, false))
        .isInstanceOf(SourceUnavailableException.class).hasMessageContaining("another answer each time");
    assertThat(world.stored()).hasSize(7 * 25);
  }

  @Test
  void lostLock_writesNothing() {
    FenceGuard lost = new FenceGuard() {
      private int checks;

      @Override
      public long fence() {
        return 50;
      }

      @Override
      public void check() {
        if (++checks > 1) {
          throw new LostLockException("nightly", 50, 51);
        }
      }

      @Override
      public void checkIn(Connection connection) {
        // the work had begun before
      }
    };
    assertThatThrownBy(() -> world.history(HistoryKind.BACKFILL, START, START + DAY, false, false, lost)).isInstanceOf(LostLockException.class);
    assertThat(world.stored()).isEmpty();
  }

  @Test
  void indistinguishableStreams_areRejected() {
    MarketEventSource source = world.world.source();
    StreamDefinition fills = world.fills();
    StreamDefinition twin = new StreamDefinition("fills-too", fills.source(), fills.endpoint(), fills.collection(), fills.fields(),
        fills.orderBy(), fills.target(), fills.era());
    History history = new History(source, world.world.clickHouse, world.world.postgres, TestDeadLetters.of(world.world.postgres),
        Contracts.builtIn(), IngestOptions.of(20), ComparisonOptions.usual());
    HistoryRequest request = new HistoryRequest(HistoryKind.BACKFILL, Instant.ofEpochSecond(START), Instant.ofEpochSecond(START + DAY),
        List.of(fills, twin), Duration.ofDays(1), false, false);
    assertThatThrownBy(() -> history.compare(request, world.guard())).hasMessageContaining("fills-too").hasMessageContaining("era");
    assertThat(world.world.clickHouse.queryLong("SELECT count() FROM trades_raw", Map.of())).isZero();
  }
}
