package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.data.ClickHouseFormat;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.testkit.TestStores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Measures what gates read for a small night after histories of two sizes, and asks that they find in it what the full ones find. */
@Timeout(120)
class GateGrowthIT {

  private static final List<String> GROWING = List.of("markets-missing-dim", "events-once", "conservation");
  private static final String MISSING = "missing markets";
  private static final int SMALL = 100_000;
  private static final int LARGE = 1_000_000;
  private static final String CONDITION = "c".repeat(64);

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final Postgres postgres = TestStores.freshPostgres();

  @AfterEach
  void drop() {
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
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
      assertThat(fullAfterLarge.get(gate)).as("%s in full, which shows that this test can tell", gate).isGreaterThan(4 * fullAfterSmall.get(gate));
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
    // it moved there: its old row is withdrawn
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (4 AS revision, 1 AS is_deleted) FROM (SELECT * FROM trades_raw WHERE"
        + " event_id IN (SELECT event_id FROM trades_raw WHERE revision = 3) AND wallet != '0xother')", Map.of());
    assertThat(failing(2)).doesNotContainKey("events-once");
    // a token that nobody knows
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (99 AS token_id, 5 AS revision) FROM (SELECT * FROM trades_raw WHERE revision = 3)", Map.of());
    assertThat(failing(4)).containsKeys("markets-missing-dim", "events-once");
    // a market that is withdrawn takes its token's trades of all times
    clickHouse.execute("INSERT INTO markets_dim SELECT * REPLACE (6 AS revision, 1 AS is_deleted) FROM markets_dim", Map.of());
    assertThat(failing(5).get("markets-missing-dim")).startsWith("1100 trades (1 tokens");
  }

  @Test
  void positionEventUnderTwoWallets_isFoundAmongThoseOfTheNight() {
    for (String wallet : List.of("0xa", "0xb")) {
      clickHouse.execute("INSERT INTO position_events (event_id, wallet, kind, ts, revision) VALUES ('e', '" + wallet + "', 'SPLIT', 1000, "
          + (wallet.equals("0xa") ? 1 : 2) + ")", Map.of());
    }
    assertThat(failing(1)).containsKey("events-once");
    assertThat(failing(2)).isEmpty();
  }

  @Test
  void gatesOfARun_lookAtEverythingUntilTheyPassed_andAWeekLater() {
    Ledger ledger = new Ledger(clickHouse, postgres);
    postgres.update("UPDATE ledger_state SET watermark = 7");
    assertThat(ledger.checkedUpTo()).isZero();
    ledger.judged(false, true, FenceGuard.of(8));
    assertThat(ledger.checkedUpTo()).isZero();
    ledger.judged(true, true, FenceGuard.of(8));
    assertThat(ledger.checkedUpTo()).isEqualTo(7);
    postgres.update("UPDATE ledger_state SET watermark = 9");
    ledger.judged(false, false, FenceGuard.of(10));
    assertThat(ledger.checkedUpTo()).as("after gates that failed").isEqualTo(7);
    ledger.judged(true, false, FenceGuard.of(10));
    assertThat(ledger.checkedUpTo()).isEqualTo(9);
    postgres.update("UPDATE ledger_state SET watermark = 5");
    assertThat(ledger.checkedUpTo()).as("after a rollback").isZero();
    postgres.update("UPDATE ledger_state SET watermark = 9, checked_in_full_at = now() - interval '8 days'");
    assertThat(ledger.checkedUpTo()).isZero();
    ledger.judged(true, false, FenceGuard.of(11));
    assertThat(ledger.checkedUpTo()).as("what looked at a part does not count as a full look").isZero();
  }

  /** Adds trades of many wallets in one known token to the raw and the wallet tables, under a revision of their own. */
  private void history(int trades) {
    long revision = 1 + clickHouse.queryLong("SELECT max(revision) FROM trades_raw", Map.of());
    trades(revision, trades, 1_000_000_000L + revision * 10_000_000L, 50);
    if (revision == 1) {
      clickHouse.execute("INSERT INTO tokens_dim (token_id, condition_id, outcome_index, revision) VALUES (7, '" + CONDITION + "', 0, 1)", Map.of());
      clickHouse.execute("INSERT INTO markets_dim (condition_id, revision) VALUES ('" + CONDITION + "', 1)", Map.of());
    }
  }

  /** Adds a few trades of few wallets. */
  private void night(long revision) {
    trades(revision, 100, 1_000_000_000L + revision * 10_000_000L, 2);
  }

  private void trades(long revision, int trades, long from, int of) {
    clickHouse.execute("INSERT INTO trades_raw (event_id, wallet, role, token_id, direction, shares, usd, cashflow, ts, revision)"
        + " SELECT concat('r', {revision:String}, '-', toString(number)), concat('0x', {revision:String}, toString(number % {of:UInt32})), 'TAKER', 7, 'BUY', 1, 1, -1,"
        + " toDateTime({from:UInt32} + number), {revision:UInt64} FROM numbers({trades:UInt64})",
        Map.of("revision", revision, "of", of, "from", from, "trades", trades));
    clickHouse.execute("INSERT INTO trade_cashflows_v3 (wallet, condition_id, clob, trades, revision) SELECT wallet, '" + CONDITION + "', sum(cashflow), count(),"
        + " {revision:UInt64} FROM trades_raw WHERE revision = {revision:UInt64} GROUP BY wallet", Map.of("revision", revision));
  }

  /** Rows that each gate reads at the server. */
  private Map<String, Long> read(long since) {
    Map<String, Long> rows = new LinkedHashMap<>();
    new LedgerGates(clickHouse).since(since).stream().filter(gate -> GROWING.contains(gate.name())).forEach(gate -> {
      String sql = gate.statement().replaceAll(":\\?(\\w+)", "{$1:String}");
      rows.put(gate.name(), clickHouse.queryText(null, sql, gate.parameters(), ClickHouseFormat.JSONEachRow).readRows());
    });
    rows.put(MISSING, clickHouse.queryText(null, Sql.load("markets/missing"), Map.of("since", since), ClickHouseFormat.JSONEachRow).readRows());
    return rows;
  }

  /** What the growing gates complain of. */
  private Map<String, String> failing(long since) {
    Map<String, String> failing = new LinkedHashMap<>();
    new LedgerGates(clickHouse).check(since).stream().filter(gate -> GROWING.contains(gate.name()) && !gate.passed())
        .forEach(gate -> failing.put(gate.name(), gate.message()));
    return failing;
  }
}
