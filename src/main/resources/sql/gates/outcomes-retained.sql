-- Resolutions are final, so outcomes grow; losing a tenth of them against the build before means that something was lost.
-- The build before is the retained one with the next lower number: one that was rolled back from has a higher one and does not count.
-- Counted row by row: what the server knows of a table's size includes the rows that an incremental build took out of its clone.
WITH
  (
    SELECT toUInt64OrZero(extract(comment, '\\[build ([0-9]+)\\]'))
    FROM system.tables WHERE database = currentDatabase() AND name = 'wallet_resolution_outcomes'
  ) AS published
SELECT
  sumIf(outcomes, build = 0) AS observed,
  argMaxIf(outcomes, build, build > 0 AND build < published) AS before,
  observed >= 0.9 * before AS passed,
  concat(toString(observed), ' outcomes of ', toString(sumIf(wallets, build = 0)), ' wallets; the build before had ', toString(before)) AS message
FROM (
  SELECT toUInt64OrZero(extract(_table, '__retained_([0-9]+)$')) AS build, count() AS outcomes, uniqExact(wallet) AS wallets
  FROM merge(currentDatabase(), '^wallet_resolution_outcomes(|__retained_[0-9]+)$')
  GROUP BY build
)
