-- Does the build hold what the raw tables say of the wallets that it works out anew, no more and no less?
WITH ours AS (SELECT wallet FROM ledger_affected WHERE wallet NOT IN (SELECT address FROM contracts FINAL))
SELECT
  raw.trades AS raw_trades, cash.trades AS built_trades,
  toString(raw.cash) AS raw_cash, toString(cash.clob) AS built_cash,
  toString(raw.shares) AS raw_shares, toString(held.shares) AS built_shares,
  -- average cost moves the same shares, but clamps sales to what is held and takes redemptions off
  toString(held.net) AS raw_held, toString(average.held) AS built_held,
  held.repeated + cash.repeated + average.repeated AS repeated,
  (SELECT count() FROM outcome_positions_v2__build WHERE wallet IN (SELECT address FROM contracts FINAL)) AS of_contracts
FROM (
  SELECT count() AS trades, sum(toDecimal128(cashflow, 6)) AS cash,
    sum(if(direction = 'BUY', toDecimal128(shares, 6), -toDecimal128(shares, 6))) AS shares
  FROM trades_raw FINAL
  WHERE wallet IN (SELECT wallet FROM ours) AND token_id IN (SELECT token_id FROM tokens_dim FINAL)
) AS raw
CROSS JOIN (
  SELECT sum(trades) AS trades, sum(clob) AS clob, count() - uniqExact(wallet, condition_id) AS repeated
  FROM trade_cashflows_v3__build WHERE wallet IN (SELECT wallet FROM ours)
) AS cash
CROSS JOIN (
  SELECT sum(bought_shares - sold_shares) AS shares, sum(net_shares) AS net, count() - uniqExact(wallet, condition_id, outcome_index) AS repeated
  FROM outcome_positions_v2__build WHERE wallet IN (SELECT wallet FROM ours)
) AS held
CROSS JOIN (
  SELECT sum(held_shares - oversold_shares + redeemed_shares) AS held, count() - uniqExact(wallet, condition_id, outcome_index) AS repeated
  FROM wallet_average_cost_pnl__build WHERE wallet IN (SELECT wallet FROM ours)
) AS average
