-- Holdings in an outcome that the condition's payout vector does not have, of wallets with events since a run or in conditions that were resolved or
-- mapped since.
WITH
  -- include gates/parts/changed-wallets
SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' holdings, of wallets that changed since run ', :?since, ', in outcomes that the payout vector of their condition lacks')
    AS message
FROM (SELECT condition_id, outcome_index FROM outcome_positions_v2 WHERE wallet IN (SELECT wallet FROM changed)) AS p
INNER JOIN winning_index AS w ON w.condition_id = p.condition_id
WHERE p.outcome_index >= length(w.payout_numerators)
