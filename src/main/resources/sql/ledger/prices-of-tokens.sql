-- The last prices of tokens; one that was never traded has none.
SELECT token_id, last_price, last_trade_at
FROM $token_last_prices WHERE token_id IN {tokens:Array(UInt256)}
SETTINGS max_execution_time = 5, max_threads = 1, apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
