-- How many wallets stood for an outcome of a resolved condition, and is it as many as the settings expect?
SELECT
  uniqExact(wallet) AS observed,
  observed BETWEEN {least:UInt64} AND {most:UInt64} AS passed,
  concat(toString(observed), ' wallets with outcomes; expected ', {expected:String}) AS message
FROM wallet_resolution_outcomes
