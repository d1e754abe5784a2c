-- What one wallet has realised, and what it holds: a row of side 'realized' and one of 'average cost', and one of side 'holding' for each open holding. Side by
-- side rather than joined, and from the layers rather than through the views: each of these reads some rows, and planning them was most of the work.
-- gross_usd: without fees; of 'average cost' what is not redeemed would add; of a holding the shares by average cost, and gain_usd the price of these.
SELECT
  'realized' AS side, count() AS rows, sum(p.realized_pnl_usd) AS usd, sum(p.gross_pnl_usd) AS gross_usd, sumIf(p.realized_pnl_usd, p.realized_pnl_usd > 0) AS gain_usd,
  sum(p.redemption_gap_usd) AS gap_usd, countIf(p.realized_pnl_usd > 0) AS profitable, countIf(p.realized_pnl_usd < 0) AS losing,
  countIf(p.oversold_shares > 0) AS incomplete, sum(p.trades) AS trades, toInt64(toUnixTimestamp(max(p.last_ts))) AS last_trade_ts,
  '' AS condition_id, '' AS token_id, toDecimal128(0, 6) AS net_shares, CAST(NULL AS Nullable(Decimal(38, 6))) AS average_price
FROM (SELECT * FROM $wallet_condition_pnl WHERE wallet = {wallet:String}) AS p
UNION ALL
SELECT 'average cost', count(), sum(average_cost_pnl_usd), sum(unredeemed_pnl_usd), toDecimal128(0, 6), toDecimal128(0, 6), 0, 0, 0, 0, 0, '', '', toDecimal128(0, 6), NULL
FROM $wallet_average_cost_pnl WHERE wallet = {wallet:String}
UNION ALL
SELECT
  'holding', 1, toDecimal128(0, 6), average_cost_held_shares, average_cost_price, toDecimal128(0, 6), 0, 0, 0, 0, 0,
  condition_id, toString(token_id), net_shares, average_price
FROM $wallet_open_positions WHERE wallet = {wallet:String}
-- one wallet is little work, and many may ask at once
SETTINGS max_execution_time = 5, max_threads = 1, apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
