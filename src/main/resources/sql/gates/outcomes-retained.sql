-- Resolutions are final, so outcomes grow; losing a tenth of them against the build before means that something was lost.
-- The build before is the retained one with the next lower number: one that was rolled back from has a higher one and does not count.
WITH
  (SELECT max(build) FROM published_layers FINAL WHERE name = 'published') AS published,
  (SELECT max(build) FROM published_layers FINAL WHERE name NOT IN ('published', 'staged') AND build < published) AS former
SELECT
  now.outcomes AS observed,
  then.outcomes AS before,
  observed >= 0.9 * before AS passed,
  concat(toString(observed), ' outcomes of ', toString(now.wallets), ' wallets; the build before had ', toString(before)) AS message
FROM (SELECT count() AS outcomes, uniqExact(wallet) AS wallets FROM wallet_resolution_outcomes) AS now
CROSS JOIN (
  SELECT count() AS outcomes
  FROM wallet_resolution_outcomes__layers FINAL
  PREWHERE layer IN (SELECT arrayJoin(layers['wallet_resolution_outcomes']) FROM published_layers FINAL WHERE name = toString(former))
) AS then
SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
