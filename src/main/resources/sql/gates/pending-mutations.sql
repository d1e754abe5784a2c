SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' mutations unfinished in this database; see system.mutations') AS message
FROM system.mutations
WHERE database = currentDatabase() AND NOT is_done AND NOT is_killed
