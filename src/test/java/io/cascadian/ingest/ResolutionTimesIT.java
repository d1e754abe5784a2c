package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.RowTable.Row;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The optional times of resolutions, from the main subgraph to their table. */
class ResolutionTimesIT {

  private static final long NOW = 1_760_000_000L;
  private static final long LAST_BLOCK = 1_000;
  private static final long FOREVER = Long.MAX_VALUE;

  private World world;

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void resolutionTimes_areStored_andFollowTheirSource() {
    world = new World(main(condition(1, 900, FOREVER, NOW - 500, 1L, 0L), condition(2, 800, FOREVER, null), condition(3, 900, FOREVER, NOW - 400, 50L, 50L),
        condition(4, 900, FOREVER, 0L)), NOW);
    StepResult first = ingest(1);
    assertThat(times()).containsExactly(line(1, NOW - 500, "[1,0]"), line(3, NOW - 400, "[1,1]"));
    assertThat(first.details()).containsEntry("events", 4L).containsEntry("rejected", Map.of());

    assertThat(ingest(2).details()).as("nothing has changed").containsEntry("events", 0L);
    assertThat(world.clickHouse.queryLong("SELECT max(revision) FROM condition_resolution_times", Map.of())).isEqualTo(1);

    // one was resolved, one has another time, one has none any more; all in later blocks
    world.serve(main(condition(1, 900, 990, NOW - 500, 1L, 0L), condition(1, 990, FOREVER, NOW - 90, 1L, 0L), condition(2, 800, 995, null),
        condition(2, 995, FOREVER, NOW - 80, 0L, 1L), condition(3, 900, 996, NOW - 400, 50L, 50L), condition(3, 996, FOREVER, null),
        condition(4, 900, FOREVER, 0L)), NOW + 600);
    assertThat(ingest(3).details()).as("what changed is read, and nothing else").containsEntry("events", 3L);
    assertThat(times()).containsExactly(line(1, NOW - 90, "[1,0]"), line(2, NOW - 80, "[0,1]"));
  }

  @Test
  void otherPayoutThanOnChain_isCountedAsWarning_andNotUsed() {
    world = new World(main(condition(1, 900, FOREVER, NOW - 500, 1L, 0L), condition(3, 900, FOREVER, NOW - 400, 2L, 2L),
        condition(4, 900, FOREVER, NOW - 300, 1L, 0L)), NOW);
    List<StreamDefinition> streams = List.of(Streams.all(world.sandbox.baseUrl()).get(0), Streams.resolutionTimes(world.sandbox.baseUrl()));
    StepResult result = world.ingest(1, streams);
    assertThat(result.warnings()).singleElement().asString().contains("1 conditions", "another payout");
    assertThat(result.details()).containsEntry("contradicted_payouts", 1L);
    assertThat(world.clickHouse.query("SELECT concat(right(condition_id, 1), ' ', toString(payout_numerators)) FROM winning_index ORDER BY condition_id",
        Map.of(), row -> row.getString(1))).as("the payouts of the conditions stream count").containsExactly("1 [0,1]", "3 [1,1]", "4 [1,0]");
    assertThat(world.ingest(2, streams).warnings()).as("of what came with the run").isEmpty();
  }

  @Test
  void unusableTime_isRejected_othersAreStored() {
    world = new World(main(condition(1, 900, FOREVER, 1L << 33, 1L, 0L), condition(3, 900, FOREVER, NOW - 400, 1L, 0L)), NOW);
    assertThat(ingest(1).details()).containsEntry("rejected", Map.of("bad-time", 1L));
    assertThat(times()).containsExactly(line(3, NOW - 400, "[1,0]"));
  }

  private StepResult ingest(long fence) {
    return world.ingest(fence, List.of(Streams.resolutionTimes(world.sandbox.baseUrl())));
  }

  private List<String> times() {
    return world.clickHouse.query("SELECT concat(condition_id, ' ', toString(toUnixTimestamp(resolved_at)), ' ', toString(payout_numerators), ' ', source)"
        + " FROM condition_resolution_times FINAL ORDER BY condition_id", Map.of(), row -> row.getString(1));
  }

  private static String line(int condition, long time, String payout) {
    return id(condition).substring(2) + " " + time + " " + payout + " polymarket-subgraph/1.0.0";
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "0x%064x", number);
  }

  private static Row condition(int number, long block, long removed, Long time, Long... numerators) {
    List<Object> payout = numerators.length == 0 ? null : List.of((Object[]) numerators);
    return new Row(Arrays.asList(id(number), time, payout, time == null ? null : "0xab"), block, removed);
  }

  /** Beside the main subgraph, the one that the payouts are from: condition 1 paid its second outcome, 3 both the same, 4 its first. */
  private static Dataset main(Row... conditions) {
    List<Row> paid = List.of(Row.of(900, id(1), List.of(10L, 11L), List.of(0L, 1L), 1L), Row.of(900, id(3), List.of(30L, 31L), List.of(1L, 1L), 2L),
        Row.of(900, id(4), List.of(40L, 41L), List.of(1L, 0L), 1L));
    List<EntityTable> ofMain = new ArrayList<>();
    ofMain.add(RowTable.of(Schemas.entity(Schemas.MAIN, "Condition"), List.of(conditions)));
    return new Dataset("times", LAST_BLOCK, NOW, Map.of(Schemas.MAIN, ofMain,
        Schemas.PNL, List.of(RowTable.of(Schemas.entity(Schemas.PNL, "Condition"), paid))), List.of(), List.of());
  }
}
