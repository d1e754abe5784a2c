-- What the published tables have of a wallet in some conditions: rows of side 'resolved' and 'stood for' for conditions, 'position' and 'cost' for outcomes.
SELECT 'resolved' AS side, condition_id, toUInt8(0) AS outcome_index, payout_value AS a, realized_pnl_usd AS b, gross_pnl_usd AS c, fees_usd AS d,
  toDecimal128(0, 6) AS e, toUInt8(0) AS won
FROM $wallet_condition_pnl WHERE wallet = {wallet:String} AND condition_id IN {conditions:Array(String)}
UNION ALL
SELECT 'stood for', condition_id, outcome_index, toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6), won
FROM $wallet_resolution_outcomes WHERE wallet = {wallet:String} AND condition_id IN {conditions:Array(String)}
UNION ALL
SELECT 'position', condition_id, outcome_index, net_shares, bought_shares, sold_shares, bought_usd, sold_usd, 0
FROM $outcome_positions_v2 WHERE wallet = {wallet:String} AND condition_id IN {conditions:Array(String)}
UNION ALL
SELECT 'cost', condition_id, outcome_index, average_cost_pnl_usd, average_price, held_shares, toDecimal128(0, 6), toDecimal128(0, 6), 0
FROM $wallet_average_cost_pnl WHERE wallet = {wallet:String} AND condition_id IN {conditions:Array(String)}
SETTINGS max_execution_time = 5, max_threads = 1, apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
