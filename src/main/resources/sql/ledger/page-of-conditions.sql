-- A wallet's conditions before ({at}, {condition}), those that it was last active in first.
SELECT condition_id, cashflow, trades, toInt64(toUnixTimestamp(first_ts)) AS first_at, toInt64(toUnixTimestamp(last_ts)) AS last_at
FROM $trade_cashflows_v3
WHERE wallet = {wallet:String} AND (toInt64(toUnixTimestamp(last_ts)), condition_id) < ({at:Int64}, {condition:String})
ORDER BY last_ts DESC, condition_id DESC
LIMIT {limit:UInt32}
SETTINGS max_execution_time = 5, max_threads = 1, apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
