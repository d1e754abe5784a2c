package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import io.cascadian.publish.PublishedBuilds;
import io.cascadian.publish.Publisher;
import io.cascadian.store.FenceGuard;
import io.cascadian.testkit.World;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Are fees counted, is it marked what the history lacks, and do the wallets of a condition together gain nothing before fees? */
class FeesIT extends Scenario {

  private static final String SELLER = "0x" + "2".repeat(40);
  private static final String POOL = "0x" + "3".repeat(40);

  @Test
  void fees_inSharesAndUsdc_areTakenOff() {
    market(1, "Up", "Down");
    // 1.5625 of 100 shares are withheld; the rest is sold for 59.0625, of which 0.5 is withheld
    fill(WALLET, 1, "BUY", "100", "50", "1.5625", "V1");
    fill(SELLER, 1, "SELL", "100", "50", "0", "V1");
    fill(WALLET, 1, "SELL", "98.4375", "59.0625", "0.5", "V1");
    fill(SELLER, 1, "BUY", "98.4375", "59.0625", "0", "V1");
    resolve(1, "chain", "INDEX", 1, 0);
    // 98 of 100 shares are handed out and pay 98
    market(2, "Yes", "No");
    fill(WALLET, 2, "BUY", "100", "40", "2", "V1");
    resolve(2, "chain", "INDEX", 1, 0);
    // a fee of V2 is paid beside the price, one of the AMM is in it
    market(3, "Yes", "No");
    fill(WALLET, 3, "BUY", "10", "4", "0.1", "V2");
    fill(WALLET, 3, "SELL", "5", "3", "0.2", "V2");
    fill(WALLET, 3, "BUY", "1", "0.5", "0.01", "AMM");
    resolve(3, "chain", "INDEX", 1, 0);
    // not resolved: held 98 for 40, so each cost 0.408163
    market(4, "Yes", "No");
    fill(WALLET, 4, "BUY", "100", "40", "2", "V1");
    fill(SELLER, 4, "SELL", "1", "0.5", "0", "V1");
    publish();

    assertThat(pnl(WALLET, 1)).isEqualTo("8.5625 cash 8.5625 payout 0");
    assertThat(grossAndFees(1)).isEqualTo("gross 10.625 fees 2.0625");
    assertThat(outcome(WALLET, 1)).as("no shares are left").isEqualTo("flat");
    assertThat(pnl(WALLET, 2)).isEqualTo("58 cash -40 payout 98");
    assertThat(grossAndFees(2)).isEqualTo("gross 60 fees 2");
    assertThat(outcome(WALLET, 2)).isEqualTo("0 x98 won");
    assertThat(pnl(WALLET, 3)).isEqualTo("4.2 cash -1.8 payout 6");
    assertThat(grossAndFees(3)).isEqualTo("gross 4.5 fees 0.3");
    assertThat(averageCost(WALLET, 2, 0)).as("the subgraph knows no fees").isEqualTo("0 held 100 at 0.4 oversold 0 redeemed 0");
    assertThat(row("SELECT net_average_cost_pnl_usd, net_held_shares, net_average_price FROM wallet_average_cost_pnl WHERE condition_id = {c:String} AND wallet = {w:String}", 1))
        .isEqualTo("8.562487 0 0.507936");
    assertThat(row("SELECT net_shares, average_price, average_cost_held_shares, average_cost_price FROM wallet_open_positions WHERE condition_id = {c:String} AND wallet = {w:String}", 4))
        .isEqualTo("98 0.408163 100 0.4");
    assertThat(row("SELECT unrealized_pnl_usd FROM wallet_unrealized_pnl_v2 WHERE wallet = {w:String} AND {c:String} != ''", 4)).isEqualTo("9.000026");
    assertThat(row("SELECT realized_pnl_usd, gross_pnl_usd, fees_usd FROM wallet_pnl_summary_final WHERE wallet = {w:String} AND {c:String} != ''", 4))
        .isEqualTo("70.7625 75.125 4.3625");
    // a sale a day later goes on from what was received
    time += 86_400;
    fill(WALLET, 4, "SELL", "98", "49", "0", "V1");
    publish();
    assertThat(row("SELECT net_average_cost_pnl_usd, net_held_shares, net_oversold_shares, held_shares FROM wallet_average_cost_pnl WHERE condition_id = {c:String} AND wallet = {w:String}", 4))
        .isEqualTo("9.000026 0 0 2");
    assertThat(count("wallet_open_positions WHERE wallet = '" + WALLET + "'")).isZero();
  }

  @Test
  void sharesThatNobodyBrought_areMarked_andRedemptionGapIsReported() {
    // sold 4 more than it got; redeemed nothing of the 10 that it holds elsewhere
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "6", "3");
    sell(WALLET, 1, 0, "10", "7");
    resolve(1, "chain", "INDEX", 0, 1);
    market(2, "Yes", "No");
    buy(WALLET, 2, 0, "10", "6");
    buy(WALLET, 2, 1, "3", "1");
    resolve(2, "chain", "INDEX", 1, 0);
    // bought 10, sold 5 for a gain of 1; the last trade is at 0.6
    market(3, "Yes", "No");
    buy(WALLET, 3, 0, "10", "4");
    sell(WALLET, 3, 0, "5", "3");
    publish();
    assertThat(row("SELECT oversold_shares, is_history_complete, redemption_gap_usd FROM realized_pnl_by_market_final WHERE condition_id = {c:String} AND wallet = {w:String}", 1))
        .isEqualTo("4 0 0");
    assertThat(row("SELECT oversold_shares, is_history_complete, redemption_gap_usd FROM realized_pnl_by_market_final WHERE condition_id = {c:String} AND wallet = {w:String}", 2))
        .isEqualTo("0 1 10");
    String wallet = "SELECT gain_usd, loss_usd, profitable_conditions, losing_conditions, history_complete_pct, redemption_gap_usd, average_cost_pnl_usd, polymarket_pnl_usd"
        + " FROM wallet_pnl_summary_final WHERE wallet = {w:String} AND {c:String} != ''";
    // prices are truncated to 10^-6. Average cost: 6 sold for 4.2 that cost 3; 1 earned in market 3. What is held: 10 worth 10 for 6, 3 worth nothing for 1, 5 worth 3 for 2
    assertThat(row(wallet, 1)).isEqualTo("7 0 2 0 50 10 2.2 6.200001");
    positionEvent(WALLET, "REDEMPTION", 2, "10");
    publish();
    assertThat(row(wallet, 1)).isEqualTo("7 0 2 0 50 0 5.200001 6.200001");
    WalletPnl pnl = new WalletPnls(clickHouse, new PublishedBuilds(clickHouse, postgres)).of(WALLET).orElseThrow();
    WalletPnl.Realized realized = pnl.realized();
    assertThat(Stream.of(realized.gainUsd(), realized.lossUsd(), BigDecimal.valueOf(realized.profitableConditions()), BigDecimal.valueOf(realized.losingConditions()),
        realized.historyCompletePct(), realized.redemptionGapUsd(), pnl.averageCostUsd(), pnl.polymarketUsd()).map(Scenario::plain).collect(Collectors.joining(" ")))
        .as("the answer to a request is the same").isEqualTo(row(wallet, 1));
  }

  @Test
  void flatness_isRelative_toWhatTheWalletGot() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10000", "5000");
    sell(WALLET, 1, 0, "9990.5", "5000");
    buy(SELLER, 1, 0, "9.5", "5");
    resolve(1, "chain", "INDEX", 1, 0);
    publish();
    assertThat(outcome(WALLET, 1)).isEqualTo("flat");
    assertThat(outcome(SELLER, 1)).isEqualTo("0 x9.5 won");
  }

  @Test
  void settlement_hasTheTimeOfTheBestSource() {
    for (int market = 1; market <= 4; market++) {
      market(market, "Yes", "No");
      buy(WALLET, market, 0, "10", "4");
    }
    long traded = time;
    time += 1_000;
    positionEvent(WALLET, "REDEMPTION", 2, "10");
    time += 1_000;
    positionEvent(WALLET, "REDEMPTION", 2, "0");
    resolve(1, "chain", "INDEX", 1, 0);
    resolve(2, "chain", "INDEX", 1, 0);
    resolve(3, "chain", "INDEX", 1, 0);
    close(3, traded + 500);
    publish();
    assertThat(settlements()).containsExactly("1 trade +0", "2 redemption +1000", "3 catalogue +500", "4  null");
    // a better source, a later close, a late resolution: each moves the time of one row
    close(1, traded + 2_000);
    close(3, traded + 700);
    clickHouse.execute("INSERT INTO condition_resolution_times (condition_id, resolved_at, revision) VALUES ('" + condition(2) + "', " + (traded + 900) + ", "
        + (fence + 1) + ")", Map.of());
    resolve(4, "chain", "INDEX", 0, 1);
    publish();
    assertThat(settlements()).containsExactly("1 catalogue +2000", "2 chain +900", "3 catalogue +700", "4 trade +0");
    assertThat(World.publisher(clickHouse, postgres).dryRunRebuild(FenceGuard.of(++fence)).details()).containsEntry(Publisher.ROWS_DIFFERING, 0L);
  }

  @Test
  void wallets_gainNothingTogether_unlessASideIsMissing() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "6");
    buy(SELLER, 1, 1, "10", "4");
    positionEvent(WALLET, "SPLIT", 1, "5");
    positionEvent(WALLET, "MERGE", 1, "2");
    resolve(1, "chain", "INDEX", 1, 2);
    // the other side is the pool of an AMM
    market(2, "Yes", "No");
    fill(WALLET, 2, "BUY", "10", "4", "0.1", "AMM");
    resolve(2, "chain", "INDEX", 1, 0);
    publish();
    assertThat(gate("zero-sum")).isTrue();
    // of this trade one side is known
    market(3, "Yes", "No");
    buy(WALLET, 3, 0, "10", "4");
    resolve(3, "chain", "INDEX", 1, 0);
    publish();
    assertThat(gate("zero-sum")).isFalse();
    assertThat(row("SELECT imbalance_usd, gross_pnl_usd FROM condition_totals WHERE condition_id = {c:String} AND {w:String} != ''", 3)).isEqualTo("6 6");
    // the other side was a contract
    sell(POOL, 3, 0, "10", "4");
    clickHouse.execute("INSERT INTO contracts (address, source, kind, note, revision) VALUES ('" + POOL + "', 'configured', 'exchange', '', " + (fence + 1) + ")", Map.of());
    publish();
    assertThat(gate("zero-sum")).isTrue();
  }

  private List<String> settlements() {
    return clickHouse.query("SELECT toUInt64OrZero(condition_id) AS market, settled_source, toInt64(toUnixTimestamp(settled_at)) - 1760000000 AS later FROM condition_totals ORDER BY market",
        Map.of(), row -> row.getLong(1) + " " + row.getString(2) + " " + (row.hasValue("later") ? "+" + row.getLong(3) : "null"));
  }

  private void close(int market, long at) {
    clickHouse.execute("INSERT INTO markets_dim (condition_id, market_id, outcomes, closed_at, revision) VALUES ('" + condition(market) + "', '" + market
        + "', ['Yes', 'No'], " + at + ", " + (fence + 1) + ")", Map.of());
  }

  private String grossAndFees(int market) {
    return row("SELECT concat('gross ', toString(gross_pnl_usd), ' fees ', toString(fees_usd)) FROM realized_pnl_by_market_final WHERE condition_id = {c:String} AND wallet = {w:String}", market);
  }

  /** What a statement returns of the wallet and a condition, in a line. */
  private String row(String sql, int market) {
    List<Map<String, Object>> rows = clickHouse.query(sql, Map.of("c", condition(market), "w", WALLET), FeesIT::values);
    assertThat(rows).hasSize(1);
    return String.join(" ", rows.get(0).values().stream().map(FeesIT::text).toList());
  }

  private static Map<String, Object> values(ClickHouseBinaryFormatReader row) {
    Map<String, Object> values = new LinkedHashMap<>();
    row.getSchema().getColumns().forEach(column -> values.put(column.getColumnName(), row.hasValue(column.getColumnName()) ? row.readValue(column.getColumnName()) : "null"));
    return values;
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number ? plain(number) : value instanceof Double number ? plain(BigDecimal.valueOf(number)) : value.toString();
  }

  private void fill(String wallet, int market, String direction, String shares, String usd, String fee, String era) {
    trade(wallet, market, 0, direction, shares, usd, fee, era, time++);
  }
}
