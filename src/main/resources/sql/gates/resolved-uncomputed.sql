-- Wallets' resolved conditions without realised P&L, and P&L of conditions that are not resolved.
SELECT
  missing + surplus AS observed,
  observed = 0 AS passed,
  concat(toString(missing), ' resolved conditions of wallets without P&L, ', toString(surplus), ' with P&L though not resolved') AS message
FROM (
  SELECT
    (SELECT count() FROM trade_cashflows_v3
     WHERE condition_id IN (SELECT condition_id FROM winning_index)
       AND (wallet, condition_id) NOT IN (SELECT wallet, condition_id FROM wallet_condition_pnl)) AS missing,
    (SELECT count() FROM wallet_condition_pnl WHERE condition_id NOT IN (SELECT condition_id FROM winning_index)) AS surplus
)
