-- Resolutions are final, so outcomes grow; losing a tenth of them against the build before means that something was lost. Of the layers that the published build
-- has and the one before has not, rows that are marked as deleted are lost outcomes.
WITH
  (SELECT max(build) FROM published_layers FINAL WHERE name = 'published') AS published,
  (SELECT max(build) FROM published_layers FINAL WHERE name NOT IN ('published', 'staged') AND build < published) AS former,
  (SELECT any(layers['wallet_resolution_outcomes']) FROM published_layers FINAL WHERE name = toString(former)) AS former_layers,
  (
    SELECT sum(rows) FROM system.parts
    WHERE database = currentDatabase() AND table = 'wallet_resolution_outcomes__layers' AND active AND has(former_layers, toUInt64OrZero(partition))
  ) AS before
SELECT
  countIf(is_deleted) AS observed,
  former = 0 OR observed <= 0.1 * before AS passed,
  concat(toString(countIf(NOT is_deleted)), ' outcomes of ', toString(uniqExactIf(wallet, NOT is_deleted)), ' wallets came or changed since build ', toString(former),
    ', ', toString(observed), ' are gone; that build had about ', toString(before)) AS message
FROM wallet_resolution_outcomes__layers
WHERE layer IN (
  SELECT arrayJoin(layers['wallet_resolution_outcomes']) FROM published_layers FINAL WHERE name = 'published'
) AND NOT has(former_layers, layer)
