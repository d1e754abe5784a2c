-- Resolutions are final, so outcomes grow; losing a tenth of them against the build before means that something was lost.
-- The build before is the kept one with the next lower number: one that was rolled back from has a higher one and says nothing.
SELECT
  (SELECT count() FROM wallet_resolution_outcomes) AS observed,
  observed >= 0.9 * before AS passed,
  concat(toString(observed), ' outcomes of ', toString((SELECT uniqExact(wallet) FROM wallet_resolution_outcomes)),
    ' wallets; the build before had ', toString(before)) AS message
FROM (
  SELECT ifNull(argMax(total_rows, build), 0) AS before
  FROM (
    SELECT total_rows, toUInt64OrZero(extract(name, '__kept_([0-9]+)$')) AS build
    FROM system.tables WHERE database = currentDatabase() AND match(name, '^wallet_resolution_outcomes__kept_[0-9]+$')
  )
  WHERE build < (
    SELECT toUInt64OrZero(extract(comment, '\\[build ([0-9]+)\\]'))
    FROM system.tables WHERE database = currentDatabase() AND name = 'wallet_resolution_outcomes')
)
