package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.publish.GateResult;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestFences;
import io.cascadian.testkit.World;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trades with the legacy AMM, from the source to the wallets' numbers, and the ones that have to wait for what they are about. */
class AmmTradesIT {

  private static final String ANN = "0x" + "a".repeat(40);
  private static final String BOB = "0x" + "b".repeat(40);
  private World world;

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void ammTrades_belongToUsers_countOnce() {
    open(new AmmFeed().condition(7, List.of(1L, 0L)).pool(1, 7)
        .trade("0x01_1", "Buy", 100, 1, ANN, usd("102"), usd("2"), 0, usd("200"))
        .trade("0x02_1", "Sell", 200, 1, ANN, usd("49"), usd("1"), 0, usd("50"))
        .trade("0x03_1", "Buy", 300, 1, BOB, usd("10"), usd("0.2"), 1, usd("30"))
        // a pool that trades with itself is no wallet
        .trade("0x04_1", "Buy", 400, 1, AmmFeed.address(1), usd("5"), usd("0"), 0, usd("5")));
    world.catalogue(1, CategoryDefinitions.builtIn());
    ingest(1);
    // the second run brings the configured contracts in line again
    ingest(2);
    world.publisher().publish(FenceGuard.of(3));

    assertThat(rows("SELECT concatWithSeparator(' ', event_id, wallet, role, token_id, direction, shares, usd, fee, cashflow,"
        + " concat(order_hash, '|', counterparty), source, era, tx_hash)"
        + " FROM trades_raw FINAL WHERE wallet = '" + ANN + "' ORDER BY ts"))
        .containsExactly(
            "0x01_1 " + ANN + " TAKER 7001 BUY 200 102 2 -102 |" + AmmFeed.address(1) + " subgraph AMM 0x01_1",
            "0x02_1 " + ANN + " TAKER 7001 SELL 50 49 1 49 |" + AmmFeed.address(1) + " subgraph AMM 0x02_1");
    assertThat(rows("SELECT toString(sum(usd)) FROM trades_raw FINAL WHERE role = 'TAKER'")).containsExactly("166");
    assertThat(rows("SELECT concat(address, ' ', source, ' ', condition_id) FROM contracts FINAL WHERE kind = 'amm'"))
        .containsExactly(AmmFeed.address(1) + " subgraph " + AmmFeed.condition(7).substring(2));
    assertThat(rows("SELECT DISTINCT wallet FROM outcome_positions_v2 ORDER BY wallet")).containsExactly(ANN, BOB);
    assertThat(rows("SELECT concat(wallet, ' ', toString(realized_pnl_usd)) FROM wallet_condition_pnl ORDER BY wallet"))
        .containsExactly(ANN + " 97", BOB + " -10");
    // 50 sold at 0.98 that cost 0.51 each
    assertThat(rows("SELECT concat(wallet, ' ', toString(outcome_index), ' ', toString(average_cost_pnl_usd), ' ', toString(held_shares))"
        + " FROM wallet_average_cost_pnl ORDER BY wallet, outcome_index"))
        .contains(ANN + " 0 23.5 150").contains(BOB + " 1 0 30");
    assertThat(World.gates(world.clickHouse).check()).filteredOn(g -> !g.passed()).extracting(GateResult::name).isEmpty();
  }

  @Test
  void unknownMarket_waitsAsDeadLetter_untilARunKnowsIt() {
    open(new AmmFeed().condition(7, List.of()).pool(1, 7).pool(2, 8).pool(3, 7, 8).conditionFrom(995, 8, List.of())
        .trade("0x01_1", "Buy", 100, 1, ANN, usd("1"), usd("0"), 0, usd("2"))
        .trade("0x02_1", "Buy", 100, 2, ANN, usd("1"), usd("0"), 0, usd("2"))
        .trade("0x03_1", "Buy", 100, 3, ANN, usd("1"), usd("0"), 0, usd("2"))
        .trade("0x04_1", "Buy", 100, 1, ANN, usd("1"), usd("0"), 9, usd("2"))
        .trade("0x05_1", "Lend", 100, 1, ANN, usd("1"), usd("0"), 0, usd("2")));
    // transactions before anything else: no pool is known
    StepResult first = world.ingest(1, List.of(transactions()));
    assertThat(first.details().get("rejected")).isEqualTo(Map.of("unknown-pool", 4L, "bad-trade-type", 1L));
    assertThat(first.details()).doesNotContainKey("replayed");

    StepResult second = ingest(2);
    assertThat(second.details().get("replayed")).isEqualTo(1L);
    assertThat(letters().countByReason(DeadLetterFilter.open()))
        .isEqualTo(Map.of("unknown-condition", 2L, "unknown-token", 1L, "bad-trade-type", 1L));
    assertThat(rows("SELECT event_id FROM trades_raw FINAL")).containsExactly("0x01_1");
    assertThat(rows("SELECT toString(revision) FROM trades_raw FINAL")).containsExactly("2");
    assertThat(letters().list(DeadLetterFilter.open().ofReason("unknown-condition"), 10, 0)).extracting(DeadLetter::detail).containsExactly(
        "pool " + AmmFeed.address(3) + " is not of one condition",
        "pool " + AmmFeed.address(2) + " is of condition " + AmmFeed.condition(8).substring(2) + ", whose tokens are not known");
  }

  @Test
  void replay_storesUsable_updatesReasonOfOthers() {
    open(new AmmFeed().condition(7, List.of()).pool(1, 7).pool(2, 8)
        .trade("0x01_1", "Buy", 100, 1, ANN, usd("1"), usd("0"), 0, usd("2"))
        .trade("0x02_1", "Sell", 100, 2, BOB, usd("1"), usd("0"), 0, usd("2")));
    world.ingest(1, List.of(transactions()));
    world.ingest(2, List.of(Streams.all(world.sandbox.baseUrl()).get(0), Streams.amm(world.sandbox.baseUrl()).get(0)));
    Replay replay = new Replay(world.clickHouse, letters(), Contracts.builtIn());
    DeadLetterFilter all = DeadLetterFilter.open();

    StepResult would = replay.dryRun(List.of(transactions()), all);
    assertThat(would.rows()).isEqualTo(1);
    assertThat(would.details()).isEqualTo(Map.of("letters", 2L, "replayed", 1L, "rejected", Map.of("unknown-condition", 1L),
        "not_replayable", Map.of(), "refusals", Map.of(), "exchanges", 0L, "given_back", 0L, "skipped", 0L));
    assertThat(world.clickHouse.queryLong("SELECT count() FROM trades_raw", Map.of())).isZero();
    assertThat(letters().countByReason(all)).isEqualTo(Map.of("unknown-pool", 2L));

    // dies between the rows and the marks
    assertThatThrownBy(() -> replay.replay(List.of(transactions()), all, dyingAtTheMark(3))).isInstanceOf(LostLockException.class);
    assertThat(world.clickHouse.queryLong("SELECT count() FROM trades_raw", Map.of())).isEqualTo(1);
    assertThat(letters().countByReason(all)).isEqualTo(Map.of("unknown-pool", 2L));

    StepResult done = replay.replay(List.of(transactions()), all, FenceGuard.of(4));
    assertThat(done.rows()).isEqualTo(1);
    assertThat(rows("SELECT concat(event_id, ' ', toString(revision)) FROM trades_raw FINAL")).containsExactly("0x01_1 4");
    assertThat(letters().list(all, 10, 0)).singleElement()
        .satisfies(l -> assertThat(l.reason() + " " + l.attempts()).isEqualTo("unknown-condition 1"));
    assertThat(letters().list(all.replayed(true), 10, 0)).singleElement().satisfies(l -> assertThat(l.attempts()).isEqualTo(1));

    // only what is open is retried
    assertThat(replay.replay(List.of(transactions()), all, FenceGuard.of(5)).details().get("letters")).isEqualTo(1L);
    assertThat(replay.replay(List.of(transactions()), all.ofReason("unknown-pool"), FenceGuard.of(6)).details().get("letters")).isEqualTo(0L);
  }

  @Test
  void otherStream_isNotReplayed_hasRemedy() {
    open(new AmmFeed().condition(7, List.of()).pool(1, 7).trade("0x01_1", "Buy", 100, 1, ANN, usd("1"), usd("0"), 0, usd("2")));
    world.ingest(1, List.of(transactions()));
    letters().record("resolution-map", "not-json", "x", "{", "map.json");
    letters().record("tokens", "missing-field", "x", "{}", "orderbook-subgraph/0.0.1 0/77");
    letters().record("amm-transactions", "bad-x", "x", "no json", "fpmm-subgraph/0.0.1 100/0x09_1");
    List<StreamDefinition> streams = List.of(transactions(), Streams.all(world.sandbox.baseUrl()).get(1));
    Replay replay = new Replay(world.clickHouse, letters(), Contracts.builtIn());

    Map<String, Object> details = replay.replay(streams, DeadLetterFilter.open(), FenceGuard.of(2)).details();
    assertThat(details).containsAllEntriesOf(Map.of(
        "letters", 2L, "replayed", 0L, "rejected", Map.of("unknown-pool", 1L, "bad-payload", 1L),
        "not_replayable", Map.of("resolution-map", 1L, "tokens", 1L)));
    assertThat(details.get("refusals")).asInstanceOf(InstanceOfAssertFactories.MAP).containsOnlyKeys("resolution-map", "tokens");
    assertThatThrownBy(() -> replay.replay(streams, DeadLetterFilter.open().ofStream("resolution-map"), FenceGuard.of(2)))
        .isInstanceOf(ReplayRefusedException.class).hasMessageContaining("dropped again");
    long token = letters().list(DeadLetterFilter.open().ofStream("tokens"), 1, 0).get(0).id();
    assertThatThrownBy(() -> replay.check(streams, DeadLetterFilter.open().ofId(token)))
        .isInstanceOf(ReplayRefusedException.class).hasMessageContaining("delete the row of 'tokens'");
    assertThatThrownBy(() -> replay.check(streams, DeadLetterFilter.open().ofId(999_999L))).hasMessageContaining("no dead letter 999999");
  }

  private void open(AmmFeed feed) {
    world = new World(feed.dataset(), AmmFeed.NOW);
  }

  private StepResult ingest(long fence) {
    List<StreamDefinition> streams = new java.util.ArrayList<>(List.of(Streams.all(world.sandbox.baseUrl()).get(0)));
    streams.addAll(Streams.amm(world.sandbox.baseUrl()));
    return world.ingest(fence, streams);
  }

  private StreamDefinition transactions() {
    return Streams.amm(world.sandbox.baseUrl()).get(1);
  }

  private DeadLetters letters() {
    return TestDeadLetters.of(world.postgres);
  }

  private static FenceGuard dyingAtTheMark(long fence) {
    return TestFences.inTransaction(fence, 1, () -> {
      throw new LostLockException("nightly", fence, fence + 1);
    });
  }

  private List<String> rows(String sql) {
    return world.clickHouse.query(sql, Map.of(), row -> row.getString(1));
  }

  private static BigDecimal usd(String text) {
    return new BigDecimal(text);
  }
}
