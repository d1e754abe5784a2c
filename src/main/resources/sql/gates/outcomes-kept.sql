-- Resolutions are final, so outcomes grow; losing a tenth of them against the build before means that something was lost.
SELECT
  (SELECT count() FROM wallet_resolution_outcomes) AS observed,
  observed >= 0.9 * before AS passed,
  concat(toString(observed), ' outcomes of ', toString((SELECT uniqExact(wallet) FROM wallet_resolution_outcomes)),
    ' wallets; the build before had ', toString(before)) AS message
FROM (
  SELECT ifNull(max(total_rows), 0) AS before
  FROM system.tables WHERE database = currentDatabase() AND name = 'wallet_resolution_outcomes__previous'
)
