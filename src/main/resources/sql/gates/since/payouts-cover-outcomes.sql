-- Holdings in an outcome that the condition's payout vector does not have: those written of late, and those in conditions that were resolved or mapped since a run.
WITH
  resolved AS (
    SELECT condition_id FROM market_resolutions WHERE revision > toUInt64(:?since)
    UNION DISTINCT
    SELECT condition_id FROM tokens_dim WHERE revision > toUInt64(:?since)
  ),
  new_layers AS (
    SELECT arrayJoin(arrayPopFront(layers['outcome_positions_v2'])) AS layer FROM published_layers FINAL WHERE name = 'published'
  )
SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' holdings, written of late or in conditions that were resolved since run ', :?since,
    ', in outcomes that the payout vector of their condition lacks') AS message
FROM (
  SELECT wallet, condition_id, outcome_index FROM outcome_positions_v2__layers FINAL PREWHERE layer IN (SELECT layer FROM new_layers)
  UNION DISTINCT
  SELECT wallet, condition_id, outcome_index FROM position_checkpoints
  WHERE condition_id IN (SELECT condition_id FROM resolved) AND toUnixTimestamp(first_ts) > 0
) AS p
INNER JOIN winning_index AS w ON w.condition_id = p.condition_id
WHERE p.outcome_index >= length(w.payout_numerators)
SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
