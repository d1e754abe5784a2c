package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cascadian.nightly.StepKind;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.Service;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.testkit.OneTrade;
import io.cascadian.testkit.TestStores;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What analysts find in ClickHouse beside a running service: trades and positions without FINAL, runs, and how fresh everything is. */
class AnalystTablesIT {

  private static final String REFRESH = "analysts.refresh";

  @TempDir
  private static Path folder;
  private static ClickHouse clickHouse;
  private static Service service;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty(REFRESH, "500");
    // ten shares for four dollars, in a market that paid a third
    Map<String, String> environment = new OneTrade(4_000_000, 10_000_000, "1,2").environment(folder, TestStores.freshEnvironment());
    service = Service.start(Modules.load(Map.of(), environment, folder), System.out, true);
    clickHouse = ClickHouseClients.to(ClickHouseSettings.of(environment.get("CLICKHOUSE_URL"), environment.get("CLICKHOUSE_USER"),
        environment.get("CLICKHOUSE_PASSWORD"), environment.get("CLICKHOUSE_DATABASE")));
    assertThat(service.nightly("start").status().exitCode()).isZero();
    // copied beside the end of the run
    await().until(() -> number("SELECT count() FROM runs WHERE run = 1 AND status = 'success'") == 1 && number("SELECT count() FROM data_freshness WHERE last_run = 1") > 0);
  }

  @AfterAll
  static void stop() {
    System.clearProperty(REFRESH);
    service.close();
    TestStores.drop(clickHouse);
  }

  @Test
  void endedRun_isInRuns_withItsDataTimeAndFence() {
    assertThat(clickHouse.query("SELECT kind, trigger, status, failed_steps, data_time IS NOT NULL AND finished_at IS NOT NULL, rows FROM runs WHERE run = 1", Map.of(),
        row -> List.of(row.getString(1), row.getString(2), row.getString(3), row.getList(4), row.getLong(5), row.getLong(6) > 0)))
        .containsExactly(List.of("nightly", "start", "success", List.of(), 1L, true));
    assertThat(number("SELECT count() FROM runs WHERE run = 1 AND reason IS NULL AND attempts = 1 AND scheduled_for IS NULL AND started_at <= finished_at"
        + " AND duration_ms BETWEEN 1 AND dateDiff('millisecond', started_at, finished_at) + 1000 AND warnings = 0")).isOne();
    assertThat(number("SELECT count() FROM trades_raw WHERE revision NOT IN (SELECT fence FROM runs)")).isZero();
  }

  @Test
  void copies_thatACrashDelayed_areThereAfterNextTurn_once() {
    clickHouse.execute("TRUNCATE TABLE run_copies", Map.of());
    clickHouse.execute("TRUNCATE TABLE freshness_copies", Map.of());
    await().atMost(Duration.ofSeconds(20)).until(() -> number("SELECT count() FROM runs") == 1 && number("SELECT count() FROM data_freshness") > 10);
    await().atMost(Duration.ofSeconds(20)).until(() -> number("SELECT uniqExact(revision) FROM freshness_copies") > 1);
    assertThat(number("SELECT count() - uniqExact(run) FROM runs")).isZero();
    assertThat(number("SELECT count() - uniqExact(kind, name) FROM data_freshness")).isZero();
  }

  @Test
  void freshness_ofStreamsAndTables_hasDataTimeAndRun() {
    assertThat(clickHouse.query("SELECT block > 0, newest_event_at = toDateTime(1760000000, 'UTC'), data_time IS NOT NULL, last_run FROM data_freshness"
        + " WHERE kind = 'stream' AND name = 'fills'", Map.of(), row -> List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))))
        .containsExactly(List.of(1L, 1L, 1L, 1L));
    assertThat(number("SELECT count() FROM data_freshness WHERE kind = 'table' AND name IN ('trades_raw', 'outcome_positions_v2') AND data_time IS NOT NULL"
        + " AND last_run = 1")).isEqualTo(2);
    String ingested = Modules.contributions().all(StepKind.class).stream().flatMap(kind -> kind.tables().stream()).map(table -> "'" + table + "'")
        .collect(Collectors.joining(", "));
    assertThat(ingested).contains("'market_resolutions'", "'events_dim'");
    assertThat(number("SELECT uniqExact(name) FROM data_freshness WHERE kind = 'table' AND name IN (" + ingested + ")")).isEqualTo(ingested.split(",").length);
    // what is named there exists
    assertThat(clickHouse.query("SELECT name FROM data_freshness WHERE kind = 'table' AND name NOT IN (SELECT name FROM system.tables WHERE database = currentDatabase())",
        Map.of(), row -> row.getString(1))).isEmpty();
  }

  @Test
  void streamThatWasForgotten_isNoLongerInFreshness() {
    clickHouse.execute("INSERT INTO freshness_copies (kind, name, revision) VALUES ('stream', 'forgotten', 1)", Map.of());
    assertThat(number("SELECT count() FROM data_freshness WHERE name = 'forgotten'")).isZero();
  }

  @Test
  void trades_ofEventDeliveredTwice_haveItOnce() {
    clickHouse.execute("SYSTEM STOP MERGES trades_raw", Map.of());
    clickHouse.execute("INSERT INTO trades_raw SELECT * FROM trades_raw", Map.of());
    assertThat(number("SELECT count() FROM trades_raw")).isGreaterThan(number("SELECT count() FROM trades"));
    assertThat(number("SELECT count() FROM trades")).isEqualTo(number("SELECT uniqExact(event_id) FROM trades"));
    assertThat(clickHouse.query("SELECT direction, usd, price FROM trades WHERE wallet = '0x1111111111111111111111111111111111111111'", Map.of(),
        row -> List.of(row.getString(1), row.getBigDecimal(2).stripTrailingZeros().toPlainString(), row.getDouble(3)))).containsExactly(List.of("BUY", "4", 0.4));
  }

  @Test
  void position_inResolvedMarket_isValuedAsInRealizedPnl() {
    assertThat(clickHouse.query("SELECT outcome, question, is_resolved, payout, last_price, value_usd FROM positions WHERE wallet ="
        + " '0x1111111111111111111111111111111111111111'", Map.of(), row -> List.of(row.getString(1), row.getString(2), row.getLong(3), row.getBigDecimal(4),
            row.getBigDecimal(5).stripTrailingZeros(), row.getBigDecimal(6))))
        .containsExactly(List.of("Yes", "Will it?", 1L, new BigDecimal("0.333333"), new BigDecimal("0.4"), new BigDecimal("3.333333")));
    assertThat(clickHouse.queryOne("SELECT sum(value_usd) - (SELECT sum(payout_value) FROM wallet_condition_pnl) FROM positions WHERE is_resolved", Map.of(),
        row -> row.getBigDecimal(1)).signum()).isZero();
  }

  @Test
  void position_inOpenMarket_isValuedAtItsLastPrice() {
    clickHouse.execute("INSERT INTO market_resolutions SELECT * REPLACE (revision + 1000000 AS revision, 1 AS is_deleted) FROM market_resolutions", Map.of());
    try {
      assertThat(clickHouse.query("SELECT is_resolved, payout IS NULL, net_shares, last_price, value_usd FROM positions WHERE wallet ="
          + " '0x1111111111111111111111111111111111111111'", Map.of(), row -> List.of(row.getLong(1), row.getLong(2), row.getBigDecimal(3).stripTrailingZeros(),
              row.getBigDecimal(4).stripTrailingZeros(), row.getBigDecimal(5).stripTrailingZeros())))
          .containsExactly(List.of(0L, 1L, new BigDecimal("1E+1"), new BigDecimal("0.4"), new BigDecimal("4")));
    } finally {
      clickHouse.execute("DELETE FROM market_resolutions WHERE revision > 1000000", Map.of());
    }
  }

  private static long number(String sql) {
    return clickHouse.queryLong(sql, Map.of());
  }
}
