package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.source.SandboxSimulation;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The optional streams of a simulated history, of many pages, against counts of its rows. */
class SimulatedOptionalStreamsIT {

  private static final long ANCHOR = 1_760_000_000L;
  private static final String ZERO = "0x" + "0".repeat(40);
  private static final String EXCHANGE = "0x4bfb41d5b3570defd03c39a9a4d8de6bd8b8982e";

  @Test
  void simulatedStreams_areStoredAsTheyAre_readAgain_addNothing() {
    Dataset dataset = MarketSimulator.generate(new SandboxSimulation(1, 5, 0.25, ANCHOR, 0, true));
    try (World world = new World(dataset, ANCHOR + 600)) {
      String url = world.sandbox.baseUrl();
      world.ingest(1, List.of(Streams.resolutionTimes(url), Streams.rewards(url), Streams.transfers(url)));

      EntityTable rewards = table(dataset, "activity-subgraph", "Reward");
      EntityTable transfers = table(dataset, "transfers-subgraph", "ShareTransfer");
      EntityTable conditions = table(dataset, "polymarket-subgraph", "Condition");
      assertThat(count(world, "wallet_rewards")).isEqualTo(visible(rewards)).isGreaterThan(1_000);
      long amounts = 0;
      for (int row = 0; row < rewards.size(); row++) {
        amounts += isVisible(rewards, row) ? (Long) rewards.value(row, 3) : 0;
      }
      assertThat(world.clickHouse.queryLong("SELECT toInt64(sum(amount) * 1000000) FROM wallet_rewards FINAL", Map.of())).isEqualTo(amounts);
      long between = 0;
      for (int row = 0; row < transfers.size(); row++) {
        Object from = transfers.value(row, 3);
        Object to = transfers.value(row, 4);
        boolean wallets = !from.equals(ZERO) && !to.equals(EXCHANGE) && !from.equals(to);
        between += isVisible(transfers, row) && wallets ? ((List<?>) transfers.value(row, 5)).size() : 0;
      }
      assertThat(count(world, "share_transfers")).isEqualTo(between).isGreaterThan(1_000);
      long resolved = 0;
      for (int row = 0; row < conditions.size(); row++) {
        resolved += isVisible(conditions, row) && conditions.value(row, 1) != null ? 1 : 0;
      }
      assertThat(count(world, "condition_resolution_times")).isEqualTo(resolved).isGreaterThan(1_000);

      StepResult again = world.ingest(2, List.of(Streams.resolutionTimes(url), Streams.rewards(url), Streams.transfers(url)));
      assertThat(again.details()).containsEntry("events", 0L).containsEntry("corrected", 0L).containsEntry("tombstoned", 0L);
    }
  }

  private static long count(World world, String table) {
    return world.clickHouse.queryLong("SELECT count() FROM " + table + " FINAL", Map.of());
  }

  private static long visible(EntityTable table) {
    long visible = 0;
    for (int row = 0; row < table.size(); row++) {
      visible += isVisible(table, row) ? 1 : 0;
    }
    return visible;
  }

  /** At the pinned block, which is a few minutes after the anchor; nothing happens in the day after that. */
  private static boolean isVisible(EntityTable table, int row) {
    long pinned = 80_000_000L + 280;
    return table.block(row) <= pinned && table.removedAtBlock(row) > pinned;
  }

  private static EntityTable table(Dataset dataset, String subgraph, String entity) {
    return dataset.subgraphs().get(subgraph).stream().filter(table -> table.type().name().equals(entity)).findFirst().orElseThrow();
  }
}
