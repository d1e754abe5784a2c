SELECT
  round(100 * countIf(canonical_category != 'Uncategorized') / greatest(count(), 1), 2) AS observed,
  1 AS passed,
  concat(toString(observed), ' % of ', toString(count()), ' markets have a category') AS message
FROM condition_market_map
