-- Resolved conditions without realised P&L, and P&L of conditions that are not resolved, of wallets with events since a run or in conditions that were
-- resolved or mapped since.
WITH
  -- include gates/parts/changed-wallets
SELECT
  missing + surplus AS observed,
  observed = 0 AS passed,
  concat('of wallets that changed since run ', :?since, ': ', toString(missing), ' resolved conditions without P&L, ', toString(surplus),
    ' with P&L though not resolved') AS message
FROM (
  SELECT
    (SELECT count() FROM trade_cashflows_v3
     WHERE wallet IN (SELECT wallet FROM changed) AND condition_id IN (SELECT condition_id FROM winning_index)
       AND (wallet, condition_id) NOT IN (SELECT wallet, condition_id FROM wallet_condition_pnl WHERE wallet IN (SELECT wallet FROM changed))) AS missing,
    (SELECT count() FROM wallet_condition_pnl
     WHERE wallet IN (SELECT wallet FROM changed) AND condition_id NOT IN (SELECT condition_id FROM winning_index)) AS surplus
)
