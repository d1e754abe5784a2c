package io.cascadian.ingest;

import static io.cascadian.testkit.TinyMarket.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.source.SourceException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.TinyMarket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that runs no longer read, and events that are missing where nothing is stored: what is not there must not pass for what never was. */
class StreamsLeftOutIT {

  private static final long DAY = 86_400;
  private static final Predicate<StreamDefinition> BUT_FILLS = stream -> !stream.name().equals("fills");

  private final TinyMarket market = TinyMarket.week();
  private final ComparedWorld world = new ComparedWorld(market);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void storedStream_leftOutOfRun_isWarnedOfUntilForgotten() {
    assertThat(world.ingest().warnings()).isEmpty();
    StepResult without = world.ingest(BUT_FILLS, Set.of());
    assertThat(without.warnings()).singleElement().asString()
        .contains("stream fills was not read", "168 events of it are stored", "cascadian streams forget fills");
    assertThat(without.details()).containsEntry("unread", List.of("fills"));
    assertThat(without.incomplete()).isFalse();

    StoredStreams streams = new StoredStreams(world.world.postgres);
    assertThat(streams.list()).anySatisfy(stored -> {
      assertThat(stored.stream()).isEqualTo("fills");
      assertThat(stored.events()).isEqualTo(168);
    });
    streams.forget(List.of("fills"), world.guard());
    assertThat(world.ingest(BUT_FILLS, Set.of()).warnings()).isEmpty();
    assertThat(world.ingest().details()).as("read anew from the beginning").containsEntry("events", 168L);
    assertThat(world.stored()).hasSize(7 * 25);
    assertThatThrownBy(() -> streams.forget(List.of("fills", "fils"), world.guard())).isInstanceOf(UnknownStreamException.class)
        .hasMessageContaining("'fils'").hasMessageContaining("fills");
    assertThat(streams.list()).as("all or none").extracting(StoredStreams.Stored::stream).contains("fills");
  }

  @Test
  void definedStream_neverRead_isWarnedOf() {
    assertThat(world.ingest(BUT_FILLS, Set.of("fills", "splits")).warnings()).singleElement().asString()
        .contains("stream fills was not read", "direct:ingest-fills");
  }

  @Test
  void storedStream_switchedOff_isWarnedOfWithReason() {
    world.ingest();
    Ingest.Session session = world.session();
    session.off("fills", "CHAIN_RPC_URL is not set");
    session.off("never-read", "CHAIN_RPC_URL is not set");
    world.streams().stream().filter(BUT_FILLS).forEach(session::read);
    assertThat(session.finish().warnings()).singleElement().asString().contains("stream fills was not read: CHAIN_RPC_URL is not set");
  }

  @Test
  void optionalStream_switchedOff_isReportedOnlyWhereItWasRead() {
    world.ingest();
    Ingest.Session session = world.session();
    session.optionalOff("fills", "no subgraph");
    session.optionalOff("never-read", "no subgraph");
    world.streams().stream().filter(BUT_FILLS).forEach(session::read);
    StepResult result = session.finish(Set.of("never-read", "fills"));
    assertThat(result.warnings()).singleElement().asString().contains("stream fills was not read: no subgraph");
    assertThat(result.details()).doesNotContainKey("off");
  }

  @Test
  void gaps_tailOfStreamLeftOut_isFound() throws SourceException {
    world.serve(market.copy());
    world.ingest();
    TinyMarket later = market.copy().buy("0x800_f", START + 8 * DAY, 1, 20, 1_000_000, 500_000);
    world.serve(later);
    assertThat(world.gaps(true).differences()).as("the next run reads that").isEmpty();
    world.ingest(BUT_FILLS, Set.of());
    assertThat(world.gaps(true).total().missing()).isEqualTo(1);
    assertThat(world.gaps(false).total().missing()).isEqualTo(1);
    assertThat(world.stored()).contains("0x800_f 1 1");
    assertThat(world.gaps(true).differences()).isEmpty();
  }

  @Test
  void gaps_eventsLostBehindCursor_areFoundAtBothEnds() throws SourceException {
    world.ingest();
    // as after restoring a backup of ClickHouse that is older than Postgres
    world.world.clickHouse.execute("DELETE FROM trades_raw WHERE event_id LIKE '0x6%' OR event_id LIKE '0x0%'", Map.of());
    assertThat(world.gaps(true).total().missing()).isEqualTo(48);
    world.world.clickHouse.execute("TRUNCATE TABLE trades_raw", Map.of());
    world.world.clickHouse.execute("TRUNCATE TABLE position_events", Map.of());
    assertThat(world.gaps(false).total().missing()).isEqualTo(7 * 25);
    assertThat(world.stored()).hasSize(7 * 25);
  }
}
