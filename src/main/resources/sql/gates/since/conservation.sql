-- What the trades of the wallets that were traded by since a run say in sum is what the wallet tables say of these in sum, to the last 10^-6 USDC.
-- Older trades cannot have come in: until that run every traded token was known.
WITH changed AS (
  SELECT wallet FROM trades_raw WHERE revision > toUInt64(:?since)
  UNION DISTINCT
  SELECT address FROM contracts WHERE revision > toUInt64(:?since)
)
SELECT
  abs(toInt64(raw.trades) - toInt64(built.trades)) AS observed,
  raw.trades = built.trades AND raw.cash = built.cash AS passed,
  concat('of wallets that traded since run ', :?since, ': trades ', toString(raw.trades), ' raw, ', toString(built.trades),
    ' in trade_cashflows_v3; cash ', toString(raw.cash), ' raw, ', toString(built.cash), ' there') AS message
FROM (
  SELECT count() AS trades, sum(toDecimal128(cashflow, 6)) AS cash
  FROM trades_raw FINAL
  WHERE wallet IN (SELECT wallet FROM changed) AND wallet NOT IN (SELECT address FROM contracts FINAL)
    AND token_id IN (SELECT token_id FROM tokens_dim FINAL)
) AS raw
CROSS JOIN (
  SELECT sum(trades) AS trades, sum(clob) AS cash FROM trade_cashflows_v3 WHERE wallet IN (SELECT wallet FROM changed)
) AS built
