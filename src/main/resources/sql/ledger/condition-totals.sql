-- What all wallets did in a condition, and when it was settled. Trades, splits and merges give what they take: cash and payouts of all wallets together come
-- to 0 before fees, exactly, unless a side of some trade is missing. Conversions move P&L between the conditions of a group, so they are not in that sum.
INSERT INTO condition_totals__layers (* EXCEPT version)
SELECT
  k.condition_id,
  multiIf(w.condition_id = '', NULL, t.condition_id != '', t.resolved_at, m.closed_at IS NOT NULL, m.closed_at, p.first_redemption > 0, toDateTime(p.first_redemption, 'UTC'), p.last_ts),
  multiIf(w.condition_id = '', '', t.condition_id != '', 'chain', m.closed_at IS NOT NULL, 'catalogue', p.first_redemption > 0, 'redemption', 'trade'),
  p.wallets, p.incomplete_wallets,
  if(w.condition_id = '', NULL, p.balance_cash + toDecimal128(toDecimal256(intDiv(payout_units, greatest(toInt256(w.payout_denominator), toInt256(1))), 6) / 1000000, 6)),
  p.gross, p.realized, p.fee_shares, p.fee_usd, p.redeemed_usd, p.trades, p.last_ts,
  {fence:UInt64}, {build:UInt64}, p.wallets = 0 AS is_gone,
  arraySum((outcome, shares) -> shares * toInt256(w.payout_numerators[outcome + 1]), mapKeys(p.balance_shares), mapValues(p.balance_shares)) AS payout_units,
  w.payout_denominator
FROM (
  SELECT condition_id FROM ledger_affected_conditions WHERE {everything:UInt8} = 0
  UNION DISTINCT
  SELECT condition_id FROM position_checkpoints__build WHERE {everything:UInt8} = 1
) AS k
LEFT JOIN (
  SELECT
    condition_id,
    uniqExactIf(wallet, toUnixTimestamp(first_ts) > 0) AS wallets,
    uniqExactIf(wallet, net_oversold_shares > 0) AS incomplete_wallets,
    sumMap(map(outcome_index, toInt256((bought_shares - sold_shares + split_shares - merged_shares) * 1000000))) AS balance_shares,
    sum(sold_usd - bought_usd + split_cash + merge_cash) AS balance_cash,
    sum(gross_pnl_usd) AS gross, sum(realized_pnl_usd) AS realized, sum(fee_shares) AS fee_shares, sum(fee_usd) AS fee_usd, sum(redeemed_usd) AS redeemed_usd,
    sum(trades) AS trades, max(last_ts) AS last_ts, minIf(toUnixTimestamp(first_redemption_ts), toUnixTimestamp(first_redemption_ts) > 0) AS first_redemption
  FROM position_checkpoints__build
  WHERE {everything:UInt8} = 1 OR condition_id IN (SELECT condition_id FROM ledger_affected_conditions)
  GROUP BY condition_id
) AS p ON p.condition_id = k.condition_id
LEFT JOIN (
  SELECT condition_id, payout_numerators, payout_denominator FROM winning_index
  WHERE {everything:UInt8} = 1 OR condition_id IN (SELECT condition_id FROM ledger_affected_conditions)
) AS w ON w.condition_id = k.condition_id
LEFT JOIN (
  SELECT condition_id, min(closed_at) AS closed_at FROM markets_dim FINAL
  WHERE {everything:UInt8} = 1 OR condition_id IN (SELECT condition_id FROM ledger_affected_conditions)
  GROUP BY condition_id
) AS m ON m.condition_id = k.condition_id
LEFT JOIN (
  SELECT condition_id, resolved_at FROM condition_resolution_times FINAL
  WHERE {everything:UInt8} = 1 OR condition_id IN (SELECT condition_id FROM ledger_affected_conditions)
) AS t ON t.condition_id = k.condition_id
WHERE NOT (is_gone AND {everything:UInt8} = 1)
SETTINGS optimize_aggregation_in_order = 1
