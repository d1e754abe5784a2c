-- Holdings in an outcome that the condition's payout vector does not have.
SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' holdings in outcomes that the payout vector of their condition lacks') AS message
FROM outcome_positions_v2 AS p
INNER JOIN winning_index AS w ON w.condition_id = p.condition_id
WHERE p.outcome_index >= length(w.payout_numerators)
