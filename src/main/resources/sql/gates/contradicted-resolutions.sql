SELECT
  countIf(is_contradicted) AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' of ', toString(count()), ' resolved conditions whose sources contradict each other; payouts on chain count') AS message
FROM winning_index
