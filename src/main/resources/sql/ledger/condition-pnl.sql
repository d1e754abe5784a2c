-- Realised P&L = cash + net shares at payout. Both sides are summed to wallet and condition before they meet.
INSERT INTO wallet_condition_pnl__layers (* EXCEPT (is_deleted, version))
SELECT
  c.wallet, c.condition_id, c.cashflow, p.payout_value, c.cashflow + p.payout_value, 'all',
  if(m.canonical_category = '', 'Uncategorized', m.canonical_category), m.market_id, w.source, w.resolved_at, c.trades, c.last_ts, {fence:UInt64}, {build:UInt64}
FROM (
  SELECT wallet, condition_id, cashflow, trades, last_ts FROM trade_cashflows_v3__build
  WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
    AND ({everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected))
) AS c
INNER JOIN (SELECT condition_id, source, resolved_at FROM winning_index) AS w ON w.condition_id = c.condition_id
INNER JOIN (
  SELECT
    o.wallet AS wallet, o.condition_id AS condition_id,
    sum(toDecimal128(
      toDecimal256(
        -- integers of 10^-6 shares; the division truncates toward zero
        intDiv(toInt256(o.net_shares * 1000000) * toInt256(i.payout_numerators[o.outcome_index + 1]), toInt256(i.payout_denominator)), 6)
      / 1000000, 6)) AS payout_value
  FROM (
    SELECT wallet, condition_id, outcome_index, net_shares FROM outcome_positions_v2__build
    WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
      AND ({everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected))
  ) AS o
  INNER JOIN winning_index AS i ON i.condition_id = o.condition_id
  GROUP BY o.wallet, o.condition_id
) AS p ON p.wallet = c.wallet AND p.condition_id = c.condition_id
LEFT JOIN condition_market_map AS m ON m.condition_id = c.condition_id
