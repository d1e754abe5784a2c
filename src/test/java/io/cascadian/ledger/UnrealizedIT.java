package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.publish.PublishedBuilds;
import io.cascadian.store.FenceGuard;
import io.cascadian.testkit.World;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Unrealised P&L in cases that a person can work out on paper. */
class UnrealizedIT extends Scenario {

  private static final String OTHER = "0x" + "2".repeat(40);

  @Test
  void unrealizedPnl_isLastPriceLessAverageCost_totalAddsRealized() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "100", "40");
    buy(WALLET, 1, 0, "100", "60");
    trade(OTHER, 1, 0, "BUY", "10", "7", 1_760_000_100);
    // an older trade that came later is not the last one
    trade(OTHER, 1, 0, "BUY", "10", "9", 1_759_999_000);
    market(2, "Yes", "No");
    buy(WALLET, 2, 0, "10", "4");
    resolve(2, "chain", "INDEX", 1, 0);
    publish();
    // 200 at 0.50, now 0.70; and 6 earned
    assertThat(unrealized(WALLET)).isEqualTo("40 of 1 holdings, known 40, unpriced 0, uncosted 0");
    assertThat(summary(WALLET)).isEqualTo("realized 6 unrealized 40 total 46");
    // 20 at 0.80
    assertThat(summary(OTHER)).isEqualTo("realized 0 unrealized -2 total -2");
  }

  @Test
  void anotherWalletsTrade_movesWorth_withoutRecomputingHolder() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "100", "40");
    publish();
    assertThat(unrealized(WALLET)).startsWith("0 of 1");
    trade(OTHER, 1, 0, "BUY", "3", "2", 1_760_000_100);
    assertThat(World.publisher(clickHouse, postgres).publish(FenceGuard.of(++fence)).details()).containsEntry("wallets", 1L);
    // 0.666666 a share, truncated
    assertThat(unrealized(WALLET)).isEqualTo("26.6666 of 1 holdings, known 26.6666, unpriced 0, uncosted 0");

    // the trade turns out never to have happened
    fence++;
    clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, token_id, ts, revision, is_deleted)"
        + " SELECT event_id, wallet, token_id, ts, " + fence + ", 1 FROM trades_raw FINAL WHERE wallet = {w:String}", Map.of("w", OTHER));
    World.publisher(clickHouse, postgres).publish(FenceGuard.of(fence));
    assertThat(unrealized(WALLET)).startsWith("0 of 1");
    assertThat(unrealized(OTHER)).isEqualTo("nothing held");
    assertThat(World.publisher(clickHouse, postgres).dryRunRebuild(FenceGuard.of(++fence)).details()).containsEntry("rows_differing", 0L);
  }

  @Test
  void unpricedHolding_isCounted_sumIsUnknown() {
    market(1, "Yes", "No");
    positionEvent(WALLET, "SPLIT", 1, "100");
    publish();
    assertThat(unrealized(WALLET)).isEqualTo("null of 2 holdings, known null, unpriced 2, uncosted 0");
    assertThat(summary(WALLET)).isEqualTo("realized 0 unrealized null total null");
    trade(OTHER, 1, 0, "BUY", "10", "6", 1_760_000_100);
    publish();
    // YES 100 at 0.50, now 0.60; NO was never traded
    assertThat(unrealized(WALLET)).isEqualTo("null of 2 holdings, known 10, unpriced 1, uncosted 0");
    assertThat(summary(WALLET)).isEqualTo("realized 0 unrealized null total null");
    trade(OTHER, 1, 1, "BUY", "10", "3", 1_760_000_100);
    publish();
    assertThat(unrealized(WALLET)).isEqualTo("-10 of 2 holdings, known -10, unpriced 0, uncosted 0");
    assertThat(summary(WALLET)).isEqualTo("realized 0 unrealized -10 total -10");
  }

  @Test
  void oversoldShares_haveUnknownCost() {
    market(1, "Yes", "No");
    sell(WALLET, 1, 0, "50", "20");
    buy(WALLET, 1, 1, "10", "5");
    publish();
    assertThat(unrealized(WALLET)).isEqualTo("null of 2 holdings, known 0, unpriced 0, uncosted 1");
    assertThat(summary(WALLET)).isEqualTo("realized 0 unrealized null total null");
  }

  @Test
  void resolution_turnsUnrealisedIntoRealised() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "100", "40");
    sell(WALLET, 1, 0, "50", "30");
    publish();
    // 50 at 0.40, now 0.60; the 10 that the sale earned are in neither yet
    assertThat(summary(WALLET)).isEqualTo("realized 0 unrealized 10 total 10");
    assertThat(averageCost(WALLET, 1, 0)).startsWith("10 held 50");
    resolve(1, "chain", "INDEX", 1, 0);
    publish();
    assertThat(unrealized(WALLET)).isEqualTo("nothing held");
    assertThat(summary(WALLET)).isEqualTo("realized 40 unrealized 0 total 40");
    assertThat(World.publisher(clickHouse, postgres).dryRunRebuild(FenceGuard.of(++fence)).details()).containsEntry("rows_differing", 0L);
  }

  @Test
  void walletFlatInUnresolvedMarket_hasItsRowAndItsAnswer() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "4");
    sell(WALLET, 1, 0, "10", "6");
    publish();
    assertThat(summary(WALLET)).isEqualTo("realized 0 unrealized 0 total 0");
    String earned = clickHouse.queryOne("SELECT * FROM wallet_pnl_summary_final WHERE wallet = {w:String}", Map.of("w", WALLET),
        row -> plain(row.getBigDecimal("average_cost_pnl_usd")));
    assertThat(earned).isEqualTo("2");
    assertThat(new WalletPnls(clickHouse, new PublishedBuilds(clickHouse, postgres)).of(WALLET)).hasValueSatisfying(pnl -> {
      assertThat(pnl.averageCostUsd()).isEqualByComparingTo("2");
      assertThat(pnl.totalUsd()).isEqualByComparingTo("0");
      assertThat(pnl.realized().lastTradeAt()).isNull();
    });
    assertThat(new WalletPnls(clickHouse, new PublishedBuilds(clickHouse, postgres)).of(OTHER)).as("nothing is known of it").isEmpty();
  }

  @Test
  void fees_bySideAndEra_areToldPerWalletAndCondition() {
    market(1, "Yes", "No");
    // event, direction, era, fee
    for (String event : List.of("a BUY V1 1.5625", "b SELL V1 0.5", "c BUY V2 0.25", "d SELL AMM 0.125", "e BUY V1 0")) {
      String[] words = event.split(" ");
      clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, fee, ts, era, revision) VALUES ('"
          + words[0] + "', '" + WALLET + "', 'TAKER', 10, '" + words[1] + "', 100, 50, " + words[3] + ", 1760000000, '" + words[2] + "', 1)", Map.of());
    }
    assertThat(clickHouse.query("SELECT * FROM wallet_condition_fees WHERE wallet = {w:String} ORDER BY era", Map.of("w", WALLET),
        row -> row.getString("era") + " " + plain(row.getBigDecimal("fee_shares")) + " " + plain(row.getBigDecimal("fee_usd")) + " "
            + row.getLong("trades_with_fee") + " " + row.getString("condition_id").equals(condition(1))))
        .containsExactly("AMM 0 0.125 1 true", "V1 1.5625 0.5 2 true", "V2 0 0.25 1 true");
  }

  @Test
  void fees_ofAContract_areOfNoWallet() {
    market(1, "Yes", "No");
    for (String wallet : List.of(WALLET, OTHER)) {
      clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, fee, ts, era, revision) VALUES ('of "
          + wallet + "', '" + wallet + "', 'TAKER', 10, 'SELL', 100, 50, 1, 1760000000, 'V1', 1)", Map.of());
    }
    clickHouse.execute("INSERT INTO contracts (address, source, kind, note, revision) VALUES ('" + OTHER + "', 'configured', 'exchange', '', 1)", Map.of());
    assertThat(clickHouse.query("SELECT DISTINCT wallet FROM wallet_condition_fees", Map.of(), row -> row.getString("wallet"))).containsExactly(WALLET);
  }

  private String unrealized(String wallet) {
    List<String> rows = clickHouse.query("SELECT * FROM wallet_unrealized_pnl_v2 WHERE wallet = {w:String}", Map.of("w", wallet),
        row -> text(row.getBigDecimal("unrealized_pnl_usd")) + " of " + row.getLong("holdings") + " holdings, known "
            + text(row.getBigDecimal("known_unrealized_pnl_usd")) + ", unpriced " + row.getLong("unpriced_holdings") + ", uncosted "
            + row.getLong("uncosted_holdings"));
    return rows.isEmpty() ? "nothing held" : rows.get(0);
  }

  private String summary(String wallet) {
    return clickHouse.queryOne("SELECT * FROM wallet_pnl_summary_final WHERE wallet = {w:String}", Map.of("w", wallet),
        row -> "realized " + text(row.getBigDecimal("realized_pnl_usd")) + " unrealized " + text(row.getBigDecimal("unrealized_pnl_usd"))
            + " total " + text(row.getBigDecimal("total_pnl_usd")));
  }

  private static String text(BigDecimal value) {
    return value == null ? "null" : plain(value);
  }
}
