-- Exchange, adapter and token contracts that are counted as wallets.
SELECT
  (SELECT count() FROM outcome_positions_v2 WHERE wallet IN (SELECT address FROM contracts FINAL))
  + (SELECT count() FROM wallet_condition_pnl WHERE wallet IN (SELECT address FROM contracts FINAL))
  + (SELECT count() FROM wallet_resolution_outcomes WHERE wallet IN (SELECT address FROM contracts FINAL)) AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' rows of contracts in wallet tables') AS message
