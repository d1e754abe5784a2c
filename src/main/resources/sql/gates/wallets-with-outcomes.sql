-- How many wallets stood for an outcome of a resolved condition, and is it as many as the settings expect?
SELECT
  uniqExact(wallet) AS observed,
  observed BETWEEN toUInt64(:?least) AND toUInt64(:?most) AS passed,
  concat(toString(observed), ' wallets with outcomes; expected ', :?expected) AS message
FROM wallet_resolution_outcomes
