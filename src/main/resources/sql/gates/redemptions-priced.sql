-- Redemptions of conditions whose payout is not known: average cost cannot book them yet.
SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' redemptions of conditions without a known payout') AS message
FROM position_events FINAL
WHERE kind = 'REDEMPTION'
  AND condition_id NOT IN (SELECT condition_id FROM winning_index)
  AND wallet NOT IN (SELECT address FROM contracts FINAL)
