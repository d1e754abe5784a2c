package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cascadian.runtime.Modules;
import io.cascadian.runtime.Service;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.testkit.TestStores;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What analysts find in ClickHouse beside a running service: trades and positions without FINAL, runs, and how fresh everything is. */
class AnalystTablesIT {

  private static final String REFRESH = "analysts.refresh";

  /** A buy of ten shares for four dollars, with its taker's order, in a market that paid a third. */
  private static final String FEED = """
      {"record":"entity","subgraph":"orderbook-subgraph","entity":"OrderFilledEvent","block":80000000,"object":{"id":"0xaa_0xbb",\
      "transactionHash":"0xaa","timestamp":"1760000000","orderHash":"0xbb","maker":"0x1111111111111111111111111111111111111111",\
      "taker":"0x2222222222222222222222222222222222222222","makerAssetId":"0","takerAssetId":"77","makerAmountFilled":"4000000",\
      "takerAmountFilled":"10000000","fee":"0"}}
      {"record":"event","id":"1","slug":"example","title":"Example","tags":["Crypto"],"created_at":1750000000}
      {"record":"market","event_id":"1","id":"2","condition_id":"0x00000000000000000000000000000000000000000000000000000000000000aa",\
      "question":"Will it?","outcomes":["Yes","No"],"token_ids":["77","78"]}
      {"record":"token","block":80000000,"token_id":"77","condition_id":"0x00000000000000000000000000000000000000000000000000000000000000aa",\
      "outcome_index":0}
      {"record":"condition","block":80000000,"condition_id":"0x00000000000000000000000000000000000000000000000000000000000000aa",\
      "token_ids":["77","78"],"payout_numerators":[1,2]}
      """;

  @TempDir
  private static Path folder;
  private static ClickHouse clickHouse;
  private static Service service;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty(REFRESH, "500");
    Map<String, String> environment = new HashMap<>(TestStores.freshEnvironment());
    environment.put("DATA_DIR", folder.resolve("data").toString());
    environment.put("SANDBOX_FEED", Files.writeString(folder.resolve("feed.jsonl"), FEED).toString());
    environment.put("RUNTIME_DIR", folder.resolve("runtime").toString());
    environment.put("DROP_DIR", folder.resolve("drop").toString());
    environment.put("LOG_DIR", folder.resolve("logs").toString());
    environment.put("HTTP_PORT", "0");
    environment.put("RESOLUTION_MIN_RESOLVED", "0");
    service = Service.start(Modules.load(Map.of(), environment, folder), System.out, true);
    clickHouse = ClickHouse.to(ClickHouseSettings.of(environment.get("CLICKHOUSE_URL"), environment.get("CLICKHOUSE_USER"),
        environment.get("CLICKHOUSE_PASSWORD"), environment.get("CLICKHOUSE_DATABASE")));
    assertThat(service.nightly("start").status().exitCode()).isZero();
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

  private static long number(String sql) {
    return clickHouse.queryLong(sql, Map.of());
  }
}
