-- Realised P&L = cash + net shares at payout, both after fees; gross P&L is the same before them. An outcome that only redemptions are known of is no position.
INSERT INTO position_checkpoints__layers (* EXCEPT version)
SELECT
  p.condition_id, p.wallet, p.outcome_index,
  p.bought_shares, p.sold_shares, p.bought_usd, p.sold_usd, p.split_shares, p.merged_shares, p.converted_shares, p.split_cash, p.merge_cash, p.conversion_cash,
  p.fee_shares, p.fee_usd, p.redeemed_usd,
  p.trades, p.first_ts, p.last_ts,
  p.average_cost_pnl_usd, p.held_shares, p.average_price, p.acquired_shares, p.oversold_shares, p.redeemed_shares,
  p.net_average_cost_pnl_usd, p.net_held_shares, p.net_average_price, p.net_acquired_shares, p.net_oversold_shares, p.net_redeemed_shares,
  p.redemptions, p.first_redemption_ts, p.checkpoint_at,
  if(c.is_resolved = 0 OR toUnixTimestamp(p.first_ts) = 0, '', c.canonical_category),
  if(c.is_resolved = 0, toDecimal128(0, 6),
    p.cash - p.fee_usd + toDecimal128(
      toDecimal256(
        -- integers of 10^-6 shares; the division truncates toward zero
        intDiv(toInt256((p.traded_shares - p.fee_shares) * 1000000) * toInt256(c.payout_numerators[p.outcome_index + 1]), greatest(toInt256(c.payout_denominator), toInt256(1))), 6)
      / 1000000, 6)),
  if(c.is_resolved = 0, toDecimal128(0, 6),
    p.cash + toDecimal128(
      toDecimal256(
        intDiv(toInt256(p.traded_shares * 1000000) * toInt256(c.payout_numerators[p.outcome_index + 1]), greatest(toInt256(c.payout_denominator), toInt256(1))), 6)
      / 1000000, 6)),
  {fence:UInt64}, {build:UInt64}, p.is_deleted
FROM (
  SELECT
    *,
    bought_shares - sold_shares + split_shares - merged_shares + converted_shares AS traded_shares,
    sold_usd - bought_usd + split_cash + merge_cash + conversion_cash AS cash
  FROM ledger_positions
  WHERE NOT (is_deleted = 1 AND is_new = 1)
) AS p
LEFT JOIN ledger_conditions AS c ON c.condition_id = p.condition_id
