package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.dev.simulator.GroundTruth;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.dev.simulator.SimulationOptions;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.publish.BuildRejectedException;
import io.cascadian.publish.GateResult;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.TestFences;
import io.cascadian.testkit.World;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** In order, because each test goes on from the tables that the one before left: history does, too. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LedgerIT {

  private static final long ANCHOR = 1_760_000_000L;
  private static final MarketSimulator.Result SIMULATED = MarketSimulator.generate(SimulationOptions.of(11, 0.25, ANCHOR));
  private static World world;

  @BeforeAll
  static void readEverything() {
    world = new World(SIMULATED.dataset(), ANCHOR + 600);
    world.catalogue(1, CategoryDefinitions.builtIn());
    world.ingest(1);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  @Order(1)
  void walletPnl_equalsIndependentAccount() {
    StepResult result = world.publisher().publish(FenceGuard.of(1));
    assertThat(AssembledConditions.requireSame(world.clickHouse)).isPositive();

    assertThat(result.rows()).isPositive();
    Map<String, BigDecimal> earned = new HashMap<>();
    Map<String, BigDecimal> gross = new HashMap<>();
    world.clickHouse.forEach("SELECT wallet, realized_pnl_usd, gross_pnl_usd FROM wallet_realized_pnl_final", Map.of(), row -> {
      earned.put(row.getString(1), row.getBigDecimal(2));
      gross.put(row.getString(1), row.getBigDecimal(3));
    });
    int compared = 0;
    for (Map.Entry<String, GroundTruth.Account> account : SIMULATED.groundTruth().wallets().entrySet()) {
      BigDecimal expected = BigDecimal.valueOf(account.getValue().realizedPnl(), 6);
      assertThat(earned.getOrDefault(account.getKey(), BigDecimal.ZERO)).as(account.getKey()).isEqualByComparingTo(expected);
      assertThat(gross.getOrDefault(account.getKey(), BigDecimal.ZERO)).as(account.getKey()).isEqualByComparingTo(BigDecimal.valueOf(account.getValue().grossPnl(), 6));
      compared++;
    }
    assertThat(compared).isGreaterThan(1_500);
    assertThat(earned.keySet()).isSubsetOf(SIMULATED.groundTruth().wallets().keySet());
    assertThat(World.gates(world.clickHouse).check()).allSatisfy(gate -> assertThat(gate.passed()).as(gate.message()).isTrue());
  }

  @Test
  @Order(2)
  void categories_sumToWallet_outcomesAreCorrect() {
    assertThat(world.clickHouse.queryLong(
        "SELECT count() FROM (SELECT wallet, sum(realized_pnl_usd) AS s FROM wallet_category_pnl GROUP BY wallet) AS c"
            + " FULL JOIN wallet_realized_pnl_final AS w ON c.wallet = w.wallet WHERE c.s != w.realized_pnl_usd", Map.of())).isZero();
    assertThat(world.clickHouse.queryLong("SELECT uniqExact(canonical_category) FROM wallet_category_pnl", Map.of())).isGreaterThan(8);
    // who stood for an outcome that took everything has won, for one that got nothing has lost
    assertThat(world.clickHouse.queryLong(
        "SELECT countIf(won != (o.outcome_index = w.winning_outcome_index)) FROM wallet_resolution_outcomes AS o"
            + " JOIN winning_index AS w ON w.condition_id = o.condition_id WHERE w.winning_outcome_index IS NOT NULL", Map.of())).isZero();
    assertThat(world.clickHouse.queryLong("SELECT countIf(payout = 0.5 AND won = 1) FROM wallet_resolution_outcomes", Map.of())).isZero();
    double accuracy = world.clickHouse.queryOne("SELECT avg(won) FROM wallet_resolution_outcomes", Map.of(), row -> row.getDouble(1));
    assertThat(accuracy).isBetween(0.3, 0.7);
  }

  @Test
  @Order(3)
  void noNewEvents_writeNothing() {
    Map<String, String> before = Tables.checksums(world.clickHouse);
    StepResult result = world.publisher().publish(FenceGuard.of(2));
    assertThat(result.rows()).isZero();
    assertThat(Tables.checksums(world.clickHouse)).isEqualTo(before);
  }

  @Test
  @Order(4)
  void correction_recomputesItsTradersOnly() {
    String condition = world.clickHouse.queryOne(
        "SELECT condition_id FROM wallet_condition_pnl GROUP BY condition_id ORDER BY count() DESC LIMIT 1", Map.of(), r -> r.getString(1));
    long traders = world.clickHouse.queryLong(
        "SELECT uniqExact(wallet) FROM wallet_condition_pnl WHERE condition_id = {c:String}", Map.of("c", condition));
    Map<String, String> before = Tables.checksums(world.clickHouse);
    // the payout is corrected, and one trade turns out never to have happened
    world.clickHouse.execute(
        "INSERT INTO market_resolutions SELECT condition_id, source, market_id, reverse(payout_numerators), payout_denominator, vector_order,"
            + " resolved_at, source_hash, 3, 0 FROM market_resolutions FINAL WHERE condition_id = {c:String}", Map.of("c", condition));
    world.clickHouse.execute(
        "INSERT INTO trades_raw (new_event_id, wallet, token_id, revision, is_deleted)"
            + " SELECT event_id, wallet, token_id, 3, 1 FROM trades_raw FINAL ORDER BY event_id LIMIT 1", Map.of());

    StepResult result = world.publisher().publish(FenceGuard.of(3));

    assertThat((Long) result.details().get("wallets")).isBetween(traders, traders + 1);
    Map<String, String> incremental = Tables.checksums(world.clickHouse);
    assertThat(incremental.get("wallet_condition_pnl")).isNotEqualTo(before.get("wallet_condition_pnl"));
    assertThat(incremental.get("trade_cashflows_v3")).isNotEqualTo(before.get("trade_cashflows_v3"));
  }

  @Test
  @Order(5)
  void lostLock_publishesNothing() {
    touchAWallet(5);
    Map<String, String> before = Tables.checksums(world.clickHouse);
    assertThatThrownBy(() -> world.publisher().publish(TestFences.lost(5))).isInstanceOf(LostLockException.class);
    assertThat(Tables.checksums(world.clickHouse)).isEqualTo(before);

    // the one who has it starts over
    assertThat(world.publisher().publish(FenceGuard.of(6)).details().get("wallets")).isEqualTo(1L);
    assertThat(world.postgres.query("SELECT state FROM ledger_builds ORDER BY id DESC LIMIT 2", row -> row.getString(1)))
        .containsExactly("published", "dropped");
  }

  @Test
  @Order(6)
  void publicationCutOff_isCompleted_andAllNightsEqualARebuild() {
    touchAWallet(7);
    FenceGuard dies = TestFences.inTransaction(7, 2, () -> {
      throw new IllegalStateException("dies after readers see it");
    });
    assertThatThrownBy(() -> world.publisher().publish(dies)).hasMessageContaining("dies after readers see it");

    world.publisher().publish(FenceGuard.of(8));

    Map<String, String> resumed = Tables.checksums(world.clickHouse);
    assertThat(world.postgres.query("SELECT state FROM ledger_builds ORDER BY id DESC LIMIT 1", row -> row.getString(1)))
        .containsExactly("published");
    world.publisher().rebuild(FenceGuard.of(9));
    assertThat(Tables.checksums(world.clickHouse)).isEqualTo(resumed);
  }

  @Test
  @Order(7)
  void buildUnlikeRawTables_isNotPublished() {
    Map<String, String> before = Tables.checksums(world.clickHouse);
    // a token that stands for two outcomes would count its trades twice
    world.clickHouse.execute("DROP TABLE tokens_dim", Map.of());
    world.clickHouse.execute("CREATE TABLE tokens_dim (token_id UInt256, condition_id String, outcome_index UInt8, source String,"
        + " revision UInt64, is_deleted UInt8) ENGINE = ReplacingMergeTree(revision) ORDER BY (token_id, outcome_index)", Map.of());
    world.clickHouse.execute("INSERT INTO tokens_dim SELECT token_id, '" + "a".repeat(64) + "', arrayJoin([0, 1]), 'test', 10, 0"
        + " FROM (SELECT token_id FROM trades_raw LIMIT 1)", Map.of());

    assertThatThrownBy(() -> world.publisher().publish(FenceGuard.of(10)))
        .isInstanceOfSatisfying(BuildRejectedException.class, e -> assertThat(e.findings()).isNotEmpty());
    assertThat(Tables.checksums(world.clickHouse)).isEqualTo(before);
    assertThat(World.gates(world.clickHouse).check()).filteredOn(gate -> !gate.passed()).extracting(GateResult::name)
        .containsAll(List.of("markets-missing-dim", "conservation"));
  }

  private static void touchAWallet(long revision) {
    world.clickHouse.execute("INSERT INTO trades_raw (* EXCEPT (revision), revision) SELECT * EXCEPT (revision), " + revision
        + " FROM trades_raw FINAL ORDER BY event_id DESC LIMIT 1", Map.of());
  }
}
