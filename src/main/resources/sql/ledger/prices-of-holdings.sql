-- The last prices of the tokens that a wallet holds; a token that was never traded has none.
SELECT toString(token_id) AS token, last_price, toInt64(toUnixTimestamp(last_trade_at)) AS last_trade_ts
FROM $token_last_prices WHERE token_id IN (SELECT token_id FROM $wallet_open_positions WHERE wallet = {wallet:String}) AND token_id != 0
SETTINGS max_execution_time = 5, max_threads = 1, apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
