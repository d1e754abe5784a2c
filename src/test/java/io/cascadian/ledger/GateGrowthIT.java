package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.data.ClickHouseFormat;
import io.cascadian.publish.GateList;
import io.cascadian.publish.GateQuestion;
import io.cascadian.publish.Publisher;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.testkit.TestStores;
import io.cascadian.testkit.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Measures what gates read for a small night after histories of two sizes, and asks that they find in it what the full ones find. */
@Timeout(120)
class GateGrowthIT {

  /** Those that have a statement for what changed. */
  private static final List<String> GROWING = World.gates().stream().filter(gate -> gate.unasked() == null)
      .map(gate -> gate.question(1)).filter(question -> !question.inFull()).map(GateQuestion::name).toList();
  /**
   * Those that read little in full as well: of the few wallets that they ask for, of tokens without a market, by which the trades are ordered, or of resolved
   * conditions, of which there are none here.
   */
  private static final List<String> BOUNDED = List.of("contracts-in-wallet-tables", "markets-missing-dim", "resolved-uncomputed");
  private static final String MISSING = "missing markets";
  private static final int SMALL = 50_000;
  private static final int LARGE = 500_000;
  private static final String CONDITION = "c".repeat(64);
  private static final String GROUP = "9".repeat(62) + "00";

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final Postgres postgres = TestStores.freshPostgres();
  /** That of the histories, and one for each night. */
  private final Set<Long> layers = new TreeSet<>();

  @AfterEach
  void drop() {
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
  @Tag("proof")
  void smallNight_readsAsMuchAfterALargeHistoryAsAfterASmallOne() {
    history(SMALL);
    night(2);
    Map<String, Long> afterSmall = read(1);
    Map<String, Long> fullAfterSmall = read(0);
    history(LARGE);
    night(4);
    Map<String, Long> afterLarge = read(3);
    Map<String, Long> fullAfterLarge = read(0);
    for (String gate : afterSmall.keySet()) {
      if (!BOUNDED.contains(gate)) {
        assertThat(fullAfterLarge.get(gate)).as("%s in full, which shows that this test can tell", gate).isGreaterThan(4 * fullAfterSmall.get(gate));
      }
      assertThat(afterLarge.get(gate)).as("%s: %s after the small history, %s after the large one", gate, afterSmall, afterLarge)
          .isLessThan(afterSmall.get(gate) + 100_000);
    }
  }

  @Test
  void nightWithFaults_isFoundByGatesThatLookAtItOnly() {
    history(1_000);
    night(2);
    assertThat(failing(1)).isEmpty();
    // the same event under another wallet
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE ('0xother' AS wallet, 3 AS revision) FROM (SELECT * FROM trades_raw WHERE revision = 2 LIMIT 1)",
        Map.of());
    assertThat(failing(2)).containsOnlyKeys("events-once", "conservation");
    assertThat(failing(0)).containsOnlyKeys("events-once", "conservation");
    // it moved there: its old row is tombstoned
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (4 AS revision, 1 AS is_deleted) FROM (SELECT * FROM trades_raw WHERE"
        + " event_id IN (SELECT event_id FROM trades_raw WHERE revision = 3) AND wallet != '0xother')", Map.of());
    assertThat(failing(2)).doesNotContainKey("events-once");
    // a token without a market
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (99 AS token_id, 5 AS revision) FROM (SELECT * FROM trades_raw WHERE revision = 3)", Map.of());
    assertThat(failing(4)).containsKeys("markets-missing-dim", "events-once");
    // a tombstoned market affects all trades of its token
    clickHouse.execute("INSERT INTO markets_dim SELECT * REPLACE (6 AS revision, 1 AS is_deleted) FROM markets_dim", Map.of());
    assertThat(failing(5).get("markets-missing-dim")).startsWith("1100 trades (1 tokens");
  }

  @Test
  void redemptionWithoutPayout_isFoundAmongNewAndWhileFailed() {
    history(1_000);
    night(2);
    assertThat(failing(1)).isEmpty();
    clickHouse.execute("INSERT INTO position_events (new_event_id, wallet, kind, condition_id, ts, revision) VALUES ('x', '0xa', 'REDEMPTION', 'open', 1000, 3)", Map.of());
    assertThat(failing(2)).containsOnlyKeys("redemptions-priced");
    assertThat(failing(3)).isEmpty();
    GateList gates = World.gates(clickHouse);
    assertThat(gates.questions(3, Set.of("redemptions-priced"))).extracting(GateQuestion::file).contains("gates/redemptions-priced", "gates/since/events-once");
    assertThat(gates.questions(3, Set.of())).extracting(GateQuestion::file)
        .contains("gates/since/redemptions-priced", "gates/since/conversions-mapped");
    // a tombstoned payout affects the price of all redemptions
    clickHouse.execute("INSERT INTO market_resolutions SELECT * REPLACE (4 AS revision, 1 AS is_deleted) FROM market_resolutions", Map.of());
    assertThat(failing(3).get("redemptions-priced")).startsWith("550 redemptions");
    assertThat(failing(3).get("resolved-uncomputed")).endsWith("52 with P&L though not resolved");
  }

  @Test
  void unknownConversion_isFoundAmongNewAndOnGroupChange() {
    history(1_000);
    night(2);
    clickHouse.execute("INSERT INTO position_events (new_event_id, wallet, kind, neg_risk_market_id, index_sets, question_count, ts, revision)"
        + " VALUES ('x', '0xa', 'CONVERSION', '" + GROUP + "', [1], 2, 1000, 3), ('y', '0xa', 'CONVERSION', '" + "8".repeat(64) + "', [1], 1, 1000, 3)", Map.of());
    for (long since : new long[] {0, 2}) {
      assertThat(failing(since)).containsOnlyKeys("conversions-mapped");
      assertThat(failing(since).get("conversions-mapped")).as("one of too many questions, one of an unknown group").startsWith("2 neg-risk conversions");
    }
    assertThat(failing(3)).isEmpty();
    // the only question of the group is moved to another group, and no row refers to the first one
    clickHouse.execute("INSERT INTO markets_dim SELECT * REPLACE (4 AS revision, '' AS neg_risk_market_id) FROM markets_dim", Map.of());
    clickHouse.execute("OPTIMIZE TABLE markets_dim FINAL", Map.of());
    assertThat(failing(3).get("conversions-mapped")).startsWith("551 neg-risk conversions");
    assertThat(failing(0).get("conversions-mapped")).as("no group is left").startsWith("552 neg-risk conversions");
  }

  @Test
  void publishedRows_thatLackOrExceed_areFoundInTheLastLayers() {
    history(1_000);
    night(2);
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (3 AS revision) FROM trades_raw WHERE wallet = '0x21' LIMIT 1", Map.of());
    clickHouse.execute("ALTER TABLE wallet_condition_pnl__layers DELETE WHERE wallet = '0x21' SETTINGS mutations_sync = 1", Map.of());
    clickHouse.execute("INSERT INTO outcome_positions_v2__layers (wallet, condition_id, outcome_index, revision, layer) VALUES ('0x21', '" + CONDITION + "', 5, 3, 2)", Map.of());
    assertThat(failing(2)).containsOnlyKeys("resolved-uncomputed", "payouts-cover-outcomes");
    assertThat(failing(0)).containsOnlyKeys("resolved-uncomputed", "payouts-cover-outcomes");
  }

  @Test
  void missingMarketOfPositionEvents_isListed_notedOrNot() {
    history(1_000);
    night(2);
    String row = "INSERT INTO position_events (new_event_id, wallet, kind, condition_id, ts, revision) VALUES ('x%s', '0xa', 'SPLIT', '%s', 1000, %s)";
    clickHouse.execute(String.format(Locale.ROOT, row, "1", "unknown", "3"), Map.of());
    assertThat(missing()).containsExactly("unknown 1");
    remember();
    clickHouse.execute(String.format(Locale.ROOT, row, "2", "unknown", "3"), Map.of());
    clickHouse.execute(String.format(Locale.ROOT, row, "3", "other", "4"), Map.of());
    assertThat(missing()).containsExactly("other 1", "unknown 2");
    // tombstoned again
    clickHouse.execute("INSERT INTO position_events SELECT * REPLACE (5 AS revision, 1 AS is_deleted) FROM position_events WHERE condition_id = 'other'", Map.of());
    assertThat(missing()).containsExactly("unknown 2");
  }

  private List<String> missing() {
    return clickHouse.query(Sql.load("markets/missing"), Map.of("since", 2), row -> row.getString("condition_id") + " " + row.getLong("position_events"));
  }

  @Test
  void positionEventUnderTwoWallets_isFoundAmongThoseOfTheNight() {
    for (String wallet : List.of("0xa", "0xb")) {
      clickHouse.execute("INSERT INTO position_events (new_event_id, wallet, kind, ts, revision) VALUES ('e', '" + wallet + "', 'SPLIT', 1000, "
          + (wallet.equals("0xa") ? 1 : 2) + ")", Map.of());
    }
    assertThat(failing(1)).containsKey("events-once");
    assertThat(failing(2)).isEmpty();
  }

  @Test
  void gatesOfARun_lookAtEverythingUntilTheyPassed_andAWeekLater() {
    Publisher publisher = World.publisher(clickHouse, postgres);
    postgres.update("UPDATE ledger_state SET watermark = 7");
    assertThat(publisher.checkedUpTo()).isZero();
    publisher.recordGateResult(false, true, FenceGuard.of(8));
    assertThat(publisher.checkedUpTo()).isZero();
    publisher.recordGateResult(true, true, FenceGuard.of(8));
    assertThat(publisher.checkedUpTo()).isEqualTo(7);
    postgres.update("UPDATE ledger_state SET watermark = 9");
    publisher.recordGateResult(false, false, FenceGuard.of(10));
    assertThat(publisher.checkedUpTo()).as("after gates that failed").isEqualTo(7);
    publisher.recordGateResult(true, false, FenceGuard.of(10));
    assertThat(publisher.checkedUpTo()).isEqualTo(9);
    postgres.update("UPDATE ledger_state SET watermark = 5");
    assertThat(publisher.checkedUpTo()).as("after a rollback").isZero();
    postgres.update("UPDATE ledger_state SET watermark = 9, checked_in_full_at = now() - interval '8 days'");
    assertThat(publisher.checkedUpTo()).isZero();
    publisher.recordGateResult(true, false, FenceGuard.of(11));
    assertThat(publisher.checkedUpTo()).as("what looked at a part does not count as a full look").isZero();
    postgres.update("UPDATE ledger_state SET checked_watermark = watermark, checked_in_full_at = now() + interval '2 years'");
    assertThat(publisher.checkedUpTo()).as("a clock that was ahead says nothing of the last full look").isZero();
    assertThat(postgres.queryOne(Sql.load("markets/checked-up-to"), row -> row.getLong(1))).hasValue(0L);
  }

  /** Adds trades of many wallets in one known token to the raw and the wallet tables, under a revision of their own. */
  private void history(int trades) {
    long revision = 1 + clickHouse.queryLong("SELECT max(revision) FROM trades_raw", Map.of());
    trades(revision, trades, 1_000_000_000L + revision * 10_000_000L, 50, 1);
    if (revision == 1) {
      clickHouse.execute("INSERT INTO tokens_dim (token_id, condition_id, outcome_index, revision) VALUES (7, '" + CONDITION + "', 0, 1)", Map.of());
      clickHouse.execute("INSERT INTO markets_dim (condition_id, neg_risk_market_id, question_id, question_index, revision) VALUES ('" + CONDITION + "', '" + GROUP
          + "', '" + GROUP + "', 0, 1)", Map.of());
      clickHouse.execute("INSERT INTO market_resolutions (condition_id, source, payout_numerators, payout_denominator, revision) VALUES ('" + CONDITION
          + "', 'chain', [1, 0], 1, 1)", Map.of());
    }
    remember();
  }

  /** Adds a few trades of few wallets. */
  private void night(long revision) {
    trades(revision, 100, 1_000_000_000L + revision * 10_000_000L, 2, revision);
    remember();
  }

  /** As every run does before it derives anything. */
  private void remember() {
    clickHouse.execute(Sql.load("ledger/group-questions"), Map.of());
    clickHouse.execute(Sql.load("markets/named-conditions"), Map.of());
  }

  private void trades(long revision, int trades, long from, int of, long layer) {
    clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, ts, revision)"
        + " SELECT concat('r', {revision:String}, '-', toString(number)), concat('0x', {revision:String}, toString(number % {of:UInt32})), 'TAKER', 7, 'BUY', 1, 1,"
        + " toDateTime({from:UInt32} + number), {revision:UInt64} FROM numbers({trades:UInt64})",
        Map.of("revision", revision, "of", of, "from", from, "trades", trades));
    positionEvents(revision, trades, from, of);
    published(revision, layer);
  }

  /** A redemption and a conversion for each two trades. */
  private void positionEvents(long revision, int events, long from, int of) {
    clickHouse.execute("INSERT INTO position_events (new_event_id, wallet, kind, condition_id, neg_risk_market_id, index_sets, question_count, ts, revision)"
        + " SELECT concat('p', {revision:String}, '-', toString(number)), concat('0x', {revision:String}, toString(number % {of:UInt32})),"
        + " if(number % 2 = 0, 'REDEMPTION', 'CONVERSION'), if(number % 2 = 0, '" + CONDITION + "', ''), if(number % 2 = 0, '', '" + GROUP + "'), [1], 1,"
        + " toDateTime({from:UInt32} + number), {revision:UInt64} FROM numbers({events:UInt64})",
        Map.of("revision", revision, "of", of, "from", from, "events", events));
  }

  /** What is published of the wallets, in a layer: in the condition that they traded, and as much again in others, because the wallets of a history are few. */
  private void published(long revision, long layer) {
    String traded = " FROM (SELECT wallet, count() AS n, -sum(cashflow) AS paid FROM trades_raw WHERE revision = {revision:UInt64} GROUP BY wallet)";
    String others = traded + " ARRAY JOIN arrayMap(i -> toString(i + 1), range(n)) AS other";
    insert("position_checkpoints", "wallet, condition_id, trades, bought_usd, first_ts, canonical_category", "wallet, '" + CONDITION + "', n, paid, 1, 'Sports'" + traded, revision, layer);
    insert("position_checkpoints", "wallet, condition_id, first_ts", "wallet, other, 1" + others, revision, layer);
    insert("trade_cashflows_v3", "wallet, condition_id, clob, trades", "wallet, '" + CONDITION + "', -paid, n" + traded, revision, layer);
    insert("trade_cashflows_v3", "wallet, condition_id", "wallet, other" + others, revision, layer);
    insert("outcome_positions_v2", "wallet, condition_id", "wallet, '" + CONDITION + "'" + traded, revision, layer);
    insert("outcome_positions_v2", "wallet, condition_id", "wallet, other" + others, revision, layer);
    insert("wallet_condition_pnl", "wallet, condition_id", "wallet, '" + CONDITION + "'" + traded, revision, layer);
    insert("wallet_resolution_outcomes", "wallet, condition_id", "wallet, other" + others, revision, layer);
    insert("condition_totals", "condition_id, imbalance_usd", "concat(wallet, other), 0" + others, revision, layer);
    layers.add(layer);

    clickHouse.execute("INSERT INTO published_layers SELECT arrayJoin(['published', toString({revision:UInt64})]), {revision:UInt64}, mapFromArrays(groupArray(published), arrayMap(x -> " + layers + ", groupArray(published))), {revision:UInt64}, 0"
        + " FROM (SELECT replaceOne(name, '__layers', '') AS published FROM system.tables WHERE database = currentDatabase() AND endsWith(name, '__layers'))",
        Map.of("revision", revision));
  }

  private void insert(String table, String columns, String select, long revision, long layer) {
    clickHouse.execute("INSERT INTO " + table + "__layers (revision, layer, " + columns + ") SELECT {revision:UInt64}, {layer:UInt64}, " + select,
        Map.of("revision", revision, "layer", layer));
  }

  /** Rows that each gate reads at the server. */
  private Map<String, Long> read(long since) {
    Map<String, Long> rows = new LinkedHashMap<>();
    World.gates(clickHouse).questions(since, Set.of()).stream().filter(gate -> GROWING.contains(gate.name()) || BOUNDED.contains(gate.name())).forEach(gate -> {
      String sql = gate.statement().replaceAll(":\\?(\\w+)", "{$1:String}");
      rows.put(gate.name(), clickHouse.queryText(null, sql, gate.parameters(), ClickHouseFormat.JSONEachRow).readRows());
    });
    rows.put(MISSING, clickHouse.queryText(null, Sql.load("markets/missing"), Map.of("since", since), ClickHouseFormat.JSONEachRow).readRows());
    return rows;
  }

  /** Returns the failed gates among those that check changed data only. */
  private Map<String, String> failing(long since) {
    Map<String, String> failing = new LinkedHashMap<>();
    World.gates(clickHouse).check(since).stream().filter(gate -> GROWING.contains(gate.name()) && !gate.passed())
        .forEach(gate -> failing.put(gate.name(), gate.message()));
    return failing;
  }
}
