-- What is held of a resolved condition is worth its payout, redeemed or not.
INSERT INTO wallet_average_cost_pnl__layers (* EXCEPT version)
SELECT
  p.wallet, p.condition_id, p.outcome_index, p.average_cost_pnl_usd, p.held_shares, p.average_price, p.acquired_shares, p.oversold_shares, p.redeemed_shares,
  -- integers of 10^-6; divisions truncate toward zero, as in average_cost_pnl_usd
  if(c.is_resolved = 0, toDecimal128(0, 6), toDecimal128(toDecimal256(intDiv(toInt256(p.held_shares * 1000000)
    * (intDiv(toInt256(c.payout_numerators[p.outcome_index + 1]) * 1000000, greatest(toInt256(c.payout_denominator), toInt256(1))) - toInt256(p.average_price * 1000000)),
    toInt256(1000000)), 6) / 1000000, 6)),
  p.net_average_cost_pnl_usd, p.net_held_shares, p.net_average_price, p.net_oversold_shares, p.net_redeemed_shares,
  {fence:UInt64}, {build:UInt64}, toUnixTimestamp(p.first_ts) = 0 AS is_gone
FROM ledger_positions AS p
LEFT JOIN ledger_conditions AS c ON c.condition_id = p.condition_id
WHERE NOT (is_gone AND p.is_new = 1)
