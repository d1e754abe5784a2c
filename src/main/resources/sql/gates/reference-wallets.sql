-- What is published of some wallets in sum. NULL where a wallet has no row, which is not zero.
SELECT
  w.wallet AS wallet,
  toString(r.realized_pnl_usd) AS realized_pnl_usd,
  toString(r.resolved_conditions) AS resolved_conditions,
  toString(a.average_cost_pnl_usd) AS average_cost_pnl_usd,
  toString(t.trades) AS trades,
  toString(t.volume_usd) AS volume_usd
FROM (SELECT arrayJoin(splitByChar(',', :?wallets)) AS wallet) AS w
LEFT JOIN (
  SELECT wallet, sum(realized_pnl_usd) AS realized_pnl_usd, count() AS resolved_conditions
  FROM wallet_condition_pnl WHERE has(splitByChar(',', :?wallets), wallet) GROUP BY wallet
) AS r ON r.wallet = w.wallet
LEFT JOIN (
  SELECT wallet, sum(average_cost_pnl_usd) AS average_cost_pnl_usd
  FROM wallet_average_cost_pnl WHERE has(splitByChar(',', :?wallets), wallet) GROUP BY wallet
) AS a ON a.wallet = w.wallet
LEFT JOIN (
  SELECT wallet, sum(trades) AS trades, sum(bought_usd + sold_usd) AS volume_usd
  FROM outcome_positions_v2 WHERE has(splitByChar(',', :?wallets), wallet) GROUP BY wallet
) AS t ON t.wallet = w.wallet
SETTINGS join_use_nulls = 1
