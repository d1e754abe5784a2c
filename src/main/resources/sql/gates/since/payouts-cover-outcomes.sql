-- Holdings in an outcome that the condition's payout vector does not have, of wallets with events since a run or in conditions that were resolved or
-- mapped since.
WITH
  conditions AS (
    SELECT condition_id FROM market_resolutions WHERE revision > toUInt64(:?since)
    UNION DISTINCT
    SELECT condition_id FROM tokens_dim WHERE revision > toUInt64(:?since)
  ),
  changed AS (
    SELECT wallet FROM trades_raw WHERE revision > toUInt64(:?since)
    UNION DISTINCT
    SELECT wallet FROM position_events WHERE revision > toUInt64(:?since)
    UNION DISTINCT
    SELECT wallet FROM trades_raw
    WHERE token_id IN (SELECT token_id FROM tokens_dim FINAL WHERE condition_id IN (SELECT condition_id FROM conditions))
    UNION DISTINCT
    SELECT wallet FROM position_events WHERE condition_id IN (SELECT condition_id FROM conditions)
  )
SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' holdings, of wallets that changed since run ', :?since, ', in outcomes that the payout vector of their condition lacks')
    AS message
FROM (SELECT condition_id, outcome_index FROM outcome_positions_v2 WHERE wallet IN (SELECT wallet FROM changed)) AS p
INNER JOIN winning_index AS w ON w.condition_id = p.condition_id
WHERE p.outcome_index >= length(w.payout_numerators)
