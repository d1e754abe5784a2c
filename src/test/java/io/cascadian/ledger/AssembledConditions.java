package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.store.ClickHouse;
import java.util.List;
import java.util.Map;

/** Compares {@code wallet_conditions}, which HTTP reads, with the tables that it is assembled from. */
final class AssembledConditions {

  private static final String ASSEMBLED = """
      SELECT toString((wallet, condition_id, first_ts, last_ts, won, amounts, outcomes, holdings)) FROM wallet_conditions ORDER BY wallet, condition_id""";

  private static final String EXPECTED = """
      SELECT toString((c.wallet, c.condition_id, c.first_ts, c.last_ts, if(o.condition_id = '', -1, toInt8(o.won)),
        arrayConcat([toDecimal128(c.trades, 6), c.cashflow, a.cost, a.unredeemed],
          if(r.condition_id = '', [], [toDecimal128(1, 6), r.realized_pnl_usd, r.gross_pnl_usd, if(r.realized_pnl_usd > 0, r.realized_pnl_usd, toDecimal128(0, 6)), r.redemption_gap_usd,
            r.payout_value, toDecimal128(r.trades, 6), toDecimal128(r.realized_pnl_usd > 0, 6), toDecimal128(r.realized_pnl_usd < 0, 6), toDecimal128(r.oversold_shares > 0, 6)])),
        p.outcomes, h.holdings))
      FROM trade_cashflows_v3 AS c
      LEFT JOIN wallet_condition_pnl AS r ON r.wallet = c.wallet AND r.condition_id = c.condition_id
      LEFT JOIN wallet_resolution_outcomes AS o ON o.wallet = c.wallet AND o.condition_id = c.condition_id
      LEFT JOIN (
        SELECT wallet, condition_id, sum(average_cost_pnl_usd) AS cost, sum(unredeemed_pnl_usd) AS unredeemed FROM wallet_average_cost_pnl GROUP BY wallet, condition_id
      ) AS a ON a.wallet = c.wallet AND a.condition_id = c.condition_id
      LEFT JOIN (
        SELECT q.wallet AS wallet, q.condition_id AS condition_id, arraySort(groupArray([toDecimal128(q.outcome_index, 6), q.net_shares, q.bought_shares, q.sold_shares, q.bought_usd,
          q.sold_usd, k.average_price, k.average_cost_pnl_usd])) AS outcomes
        FROM outcome_positions_v2 AS q
        LEFT JOIN wallet_average_cost_pnl AS k ON k.wallet = q.wallet AND k.condition_id = q.condition_id AND k.outcome_index = q.outcome_index
        GROUP BY q.wallet, q.condition_id
      ) AS p ON p.wallet = c.wallet AND p.condition_id = c.condition_id
      LEFT JOIN (
        SELECT wallet, condition_id,
          arraySort(h -> h.1, groupArray((token_id, net_shares, average_price, average_cost_held_shares, average_cost_price))) AS holdings
        FROM wallet_open_positions GROUP BY wallet, condition_id
      ) AS h ON h.wallet = c.wallet AND h.condition_id = c.condition_id
      ORDER BY c.wallet, c.condition_id""";

  private AssembledConditions() {}

  /** Returns how many rows both have. */
  static int requireSame(ClickHouse clickHouse) {
    List<String> assembled = clickHouse.query(ASSEMBLED, Map.of(), row -> row.getString(1));
    assertThat(assembled).isEqualTo(clickHouse.query(EXPECTED, Map.of(), row -> row.getString(1)));
    return assembled.size();
  }
}
