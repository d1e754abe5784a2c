-- Both sides of realised P&L are summed to wallet and condition before they meet. Both are after fees; gross P&L is the same before them.
INSERT INTO wallet_condition_pnl__layers (* EXCEPT version)
SELECT
  p.wallet, p.condition_id, p.cashflow,
  -- integers of 10^-6 shares; the division truncates toward zero
  toDecimal128(toDecimal256(arraySum(h -> intDiv(toInt256((h.2 - h.3) * 1000000) * toInt256(c.payout_numerators[h.1 + 1]),
    greatest(toInt256(c.payout_denominator), toInt256(1))), p.held), 6) / 1000000, 6) AS payout_value,
  p.cashflow + payout_value AS net,
  p.cashflow + p.fees + toDecimal128(toDecimal256(arraySum(h -> intDiv(toInt256(h.2 * 1000000) * toInt256(c.payout_numerators[h.1 + 1]),
    greatest(toInt256(c.payout_denominator), toInt256(1))), p.held), 6) / 1000000, 6) AS gross,
  gross - net, p.redeemed,
  toDecimal128(toDecimal256(arraySum(h -> intDiv(toInt256(greatest(h.2 - h.3, toDecimal128(0, 6)) * 1000000) * toInt256(c.payout_numerators[h.1 + 1]),
    greatest(toInt256(c.payout_denominator), toInt256(1))), p.held), 6) / 1000000, 6) - p.redeemed,
  p.oversold, 'all',
  c.canonical_category, c.market_id, c.source, c.resolved_at, p.trades, p.last_ts, {fence:UInt64}, {build:UInt64},
  p.events_end = 0 OR c.is_resolved = 0 AS is_gone
FROM (
  SELECT
    wallet, condition_id,
    sum(sold_usd - bought_usd - fee_usd + split_cash + merge_cash + conversion_cash) AS cashflow,
    groupArray((outcome_index, bought_shares - sold_shares + split_shares - merged_shares + converted_shares, fee_shares)) AS held,
    sum(fee_usd) AS fees, sum(redeemed_usd) AS redeemed, sum(net_oversold_shares) AS oversold,
    sum(trades) AS trades, max(last_ts) AS last_ts, max(toUnixTimestamp(first_ts)) AS events_end, max(former_category != '') AS was_resolved
  FROM ledger_positions
  GROUP BY wallet, condition_id
) AS p
LEFT JOIN ledger_conditions AS c ON c.condition_id = p.condition_id
WHERE NOT (is_gone AND NOT p.was_resolved)
