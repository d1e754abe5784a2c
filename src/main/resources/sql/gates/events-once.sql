-- The same event under two keys would be counted twice.
SELECT
  (SELECT count() - uniqExact(sipHash128(event_key)) FROM trades_raw FINAL)
  + (SELECT count() - uniqExact(sipHash128(event_key)) FROM position_events FINAL) AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' events that are stored more than once') AS message
