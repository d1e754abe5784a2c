-- Resolved conditions of wallets without realised P&L, and P&L of conditions that are not resolved: among the positions written of late, and in conditions that
-- were resolved or mapped since a run.
WITH
  resolved AS (
    SELECT condition_id FROM market_resolutions WHERE revision > toUInt64(:?since)
    UNION DISTINCT
    SELECT condition_id FROM tokens_dim WHERE revision > toUInt64(:?since)
  ),
  new_layers AS (
    SELECT arrayJoin(arrayIntersect(arrayPopFront(layers['wallet_condition_pnl']), arrayPopFront(layers['position_checkpoints']))) AS layer
    FROM published_layers FINAL WHERE name = 'published'
  ),
  new_pnl AS (
    SELECT wallet, condition_id FROM wallet_condition_pnl__layers FINAL PREWHERE layer IN (SELECT layer FROM new_layers)
  ),
  new_positions AS (
    SELECT DISTINCT wallet, condition_id FROM position_checkpoints__layers FINAL PREWHERE layer IN (SELECT layer FROM new_layers)
    WHERE toUnixTimestamp(first_ts) > 0
  )
SELECT
  missing + surplus AS observed,
  observed = 0 AS passed,
  concat('of positions that changed since run ', :?since, ': ', toString(missing), ' resolved conditions of wallets without P&L, ', toString(surplus),
    ' with P&L though not resolved') AS message
FROM (
  SELECT
    (SELECT count() FROM new_positions
     WHERE condition_id IN (SELECT condition_id FROM winning_index) AND (wallet, condition_id) NOT IN (SELECT wallet, condition_id FROM new_pnl))
    + (SELECT uniqExact(wallet, condition_id) FROM position_checkpoints
       WHERE condition_id IN (SELECT condition_id FROM resolved) AND toUnixTimestamp(first_ts) > 0
         AND canonical_category = '' AND condition_id IN (SELECT condition_id FROM winning_index)) AS missing,
    (SELECT count() FROM (
       SELECT wallet, condition_id FROM new_pnl
       UNION DISTINCT
       SELECT wallet, condition_id FROM position_checkpoints WHERE condition_id IN (SELECT condition_id FROM resolved) AND canonical_category != '')
     WHERE condition_id NOT IN (SELECT condition_id FROM winning_index)) AS surplus
)
SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
