-- What one wallet has realised, and what it holds, as one row: the sums of its conditions' amounts, by their places in V182__wallet_conditions.sql.
SELECT
  count(), sumForEach(amounts), maxIf(last_ts, length(amounts) > 4), groupArrayIf((condition_id, holdings), notEmpty(holdings))
FROM $wallet_conditions WHERE wallet = {wallet:String}
-- one wallet is little work, and many may ask at once
SETTINGS max_execution_time = 5, max_threads = 1, apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
