package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.source.StreamDefinition;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.World;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rewards and rebates of wallets, from a feed to their table, their corrections, and their sums. */
class RewardsIT {

  private static final String ANN = "0x" + "a".repeat(40);
  private static final String BOB = "0x" + "b".repeat(40);
  private static final String EXCHANGE = "0x4bfb41d5b3570defd03c39a9a4d8de6bd8b8982e";
  private static final String CONDITION = "0x" + "c".repeat(64);

  @TempDir
  private Path folder;

  private World world;

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void rewards_areStoredOnce_byKind() {
    open(new EntityFeed("activity-subgraph", "Reward").add("0xc1", 100, reward(ANN, 3_249_999_090L, null, null))
        .add("0xc2", 200, reward(ANN, 5, "REWARD", null)).add("0xc3", 300, reward(ANN, 1_500_000, "MAKER_REBATE", CONDITION))
        .add("0xc4", 300, reward(BOB, 2_000_000, "TAKER_REBATE", null)).add("0xc5", 400, reward(BOB, 1, "AIRDROP", null))
        .add("0xc6", 500, reward(EXCHANGE, 7_000_000, null, null)));
    StepResult first = ingest(1);
    assertThat(first.details()).containsEntry("events", 6L).containsEntry("rejected", Map.of("unknown-reward-kind", 1L));
    assertThat(rewards()).containsExactly("0xc1 a REWARD - 3249.99909 100", "0xc2 a REWARD - 0.000005 200", "0xc3 a MAKER_REBATE cccc 1.5 300",
        "0xc4 b TAKER_REBATE - 2 300", "0xc6 4 REWARD - 7 500");
    assertThat(ingest(2).details()).containsEntry("events", 0L).containsEntry("corrected", 0L).containsEntry("tombstoned", 0L);
    assertThat(world.clickHouse.queryLong("SELECT max(revision) FROM wallet_rewards", Map.of())).as("nothing is written again").isEqualTo(1);

    assertThat(rows("SELECT concat(right(wallet, 1), ' ', toString(kind), ' ', toString(payments), ' ', toString(amount_usd)) FROM wallet_reward_totals"
        + " ORDER BY wallet, kind")).as("contracts are no wallets")
        .containsExactly("a REWARD 2 3249.999095", "a MAKER_REBATE 1 1.5", "b TAKER_REBATE 1 2");
    WalletActivity.Rewards ofAnn = new WalletActivity(world.clickHouse).rewards(ANN);
    assertThat(ofAnn.kinds()).extracting(WalletActivity.Reward::kind).containsExactly("REWARD", "MAKER_REBATE");
    assertThat(ofAnn.usd()).isEqualByComparingTo(new BigDecimal("3251.499095"));
    assertThat(new WalletActivity(world.clickHouse).rewards(EXCHANGE).kinds()).isEmpty();

    world.publisher().publish(FenceGuard.of(3));
    assertThat(world.clickHouse.queryLong("SELECT count() FROM wallet_pnl_summary_final", Map.of())).as("no P&L").isZero();
  }

  @Test
  void correctedAndTombstonedRewards_followInTheNextRun() {
    open(new EntityFeed("activity-subgraph", "Reward").add("0xc1", 100, reward(ANN, 10, null, null)).add("0xc2", 200, reward(ANN, 20, null, null))
        .add("0xc3", 300, reward(ANN, 30, null, null)));
    ingest(1);
    serve(new EntityFeed("activity-subgraph", "Reward").add("0xc1", 100, reward(BOB, 10, null, null)).add("0xc2", 200, reward(ANN, 25, "MAKER_REBATE", null))
        .add("0xc4", 310, reward(ANN, 40, null, null)));
    assertThat(ingest(2).details()).containsEntry("events", 1L).containsEntry("corrected", 2L).containsEntry("tombstoned", 2L);
    assertThat(rewards()).containsExactly("0xc1 b REWARD - 0.00001 100", "0xc2 a MAKER_REBATE - 0.000025 200", "0xc4 a REWARD - 0.00004 310");
    assertThat(world.clickHouse.queryLong("SELECT count() FROM corrected_events", Map.of())).as("the ledger has nothing to compute").isZero();
  }

  @Test
  void rollback_takesRewardsBack_nextRunReadsThem() {
    open(new EntityFeed("activity-subgraph", "Reward").add("0xc1", 100, reward(ANN, 10, null, null)).add("0xc2", 200, reward(ANN, 20, null, null)));
    ingest(1);
    StepResult back = new Rollback(world.clickHouse, world.postgres, Clock.systemUTC())
        .to(Instant.ofEpochSecond(EntityFeed.START + 150), List.of(stream()), FenceGuard.of(2), false, false);
    assertThat(back.rows()).isEqualTo(1);
    assertThat(rewards()).containsExactly("0xc1 a REWARD - 0.00001 100");
    assertThat(ingest(3).details()).containsEntry("events", 1L);
    assertThat(rewards()).hasSize(2);
  }

  @Test
  void rejectedReward_isReplayed_asTheStreamIsDefinedThen() {
    open(new EntityFeed("activity-subgraph", "Reward").add("0xc5", 400, reward(BOB, 1, "AIRDROP", null)));
    ingest(1);
    Replay replay = new Replay(world.clickHouse, TestDeadLetters.of(world.postgres), Contracts.builtIn());
    assertThat(replay.replay(List.of(stream()), DeadLetterFilter.open(), FenceGuard.of(2)).details())
        .containsEntry("rejected", Map.of("unknown-reward-kind", 1L)).containsEntry("not_replayable", Map.of());
    world.postgres.update("UPDATE dead_letters SET payload = replace(payload, 'AIRDROP', 'TAKER_REBATE')");
    assertThat(replay.replay(List.of(stream()), DeadLetterFilter.open(), FenceGuard.of(3)).details()).containsEntry("replayed", 1L);
    assertThat(rewards()).containsExactly("0xc5 b TAKER_REBATE - 0.000001 400");
  }

  private void open(EntityFeed feed) {
    world = new World(feed.dataset(folder), EntityFeed.NOW);
  }

  private void serve(EntityFeed feed) {
    world.serve(feed.dataset(folder), EntityFeed.NOW + 120);
  }

  private StreamDefinition stream() {
    return Streams.rewards(world.sandbox.baseUrl());
  }

  private StepResult ingest(long fence) {
    return world.ingest(fence, List.of(stream()));
  }

  private List<String> rewards() {
    return rows("SELECT concatWithSeparator(' ', event_id, substring(wallet, 3, 1), toString(kind), if(condition_id = '', '-', left(condition_id, 4)),"
        + " toString(amount), toString(toUnixTimestamp(ts) - " + EntityFeed.START + ")) FROM wallet_rewards FINAL ORDER BY event_id");
  }

  private List<String> rows(String sql) {
    return world.clickHouse.query(sql, Map.of(), row -> row.getString(1));
  }

  /** An object as in a feed's line, without id and time. */
  private static String reward(String wallet, long amount, String kind, String condition) {
    return "\"stakeholder\":\"" + wallet + "\",\"amount\":\"" + amount + "\"" + (kind == null ? "" : ",\"kind\":\"" + kind + "\"")
        + (condition == null ? "" : ",\"condition\":\"" + condition + "\"");
  }
}
