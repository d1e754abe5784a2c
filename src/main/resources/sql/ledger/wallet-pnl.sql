-- What one wallet has realised, and what it holds: a row of side 'realized' and one of 'average cost', and one of side 'holding' for each open holding. Side by
-- side rather than joined, and from the layers rather than through the views: each of these reads some rows, and planning them was most of the work.
SELECT
  'realized' AS side, count() AS rows, sum(realized_pnl_usd) AS usd, sum(trades) AS trades, toInt64(toUnixTimestamp(max(last_ts))) AS last_trade_ts,
  '' AS condition_id, '' AS token_id, toDecimal128(0, 6) AS net_shares, CAST(NULL AS Nullable(Decimal(38, 6))) AS average_price
FROM $wallet_condition_pnl WHERE wallet = {wallet:String}
UNION ALL
SELECT 'average cost', count(), sum(average_cost_pnl_usd), 0, 0, '', '', toDecimal128(0, 6), NULL
FROM $wallet_average_cost_pnl WHERE wallet = {wallet:String}
UNION ALL
SELECT 'holding', 1, toDecimal128(0, 6), 0, 0, condition_id, toString(token_id), net_shares, average_price
FROM $wallet_open_positions WHERE wallet = {wallet:String}
-- one wallet is little work, and many may ask at once
SETTINGS max_execution_time = 5, max_threads = 1, apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
