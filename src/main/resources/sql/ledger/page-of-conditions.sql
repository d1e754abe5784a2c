-- A wallet's conditions before ({at}, {condition}), those that it was last active in first.
SELECT condition_id, first_ts, last_ts, won, amounts, outcomes
FROM $wallet_conditions
WHERE wallet = {wallet:String} AND (last_ts, condition_id) < (toDateTime({at:UInt32}, 'UTC'), {condition:String})
ORDER BY last_ts DESC, condition_id DESC
LIMIT {limit:UInt32}
SETTINGS max_execution_time = 5, max_threads = 1, apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
