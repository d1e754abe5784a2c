-- What trades say in sum is what the wallet tables say in sum, to the last 10^-6 USDC.
SELECT
  abs(toInt64(raw.trades) - toInt64(built.trades)) AS observed,
  raw.trades = built.trades AND raw.cash = built.cash AS passed,
  concat('trades ', toString(raw.trades), ' raw, ', toString(built.trades), ' in trade_cashflows_v3; cash ', toString(raw.cash), ' raw, ',
    toString(built.cash), ' there') AS message
FROM (
  SELECT count() AS trades, sum(toDecimal128(cashflow, 6)) AS cash
  FROM trades_raw FINAL
  WHERE wallet NOT IN (SELECT address FROM contracts FINAL) AND token_id IN (SELECT token_id FROM tokens_dim FINAL)
) AS raw
CROSS JOIN (SELECT sum(trades) AS trades, sum(clob) AS cash FROM trade_cashflows_v3) AS built
