-- What the trades of the wallets that traded since a run, in the conditions that they traded, say in sum is what the positions of these say in sum, to the last
-- 10^-6 USDC; and what was written of late of trade_cashflows_v3 is what was written of positions. Older trades cannot have come in: until that run every traded
-- token was known.
WITH
  changed AS (
    SELECT DISTINCT t.wallet AS wallet, k.condition_id AS condition_id
    FROM (
      SELECT DISTINCT wallet, token_id FROM trades_raw WHERE revision > toUInt64(:?since)
    ) AS t
    INNER JOIN (SELECT token_id, condition_id FROM tokens_dim FINAL) AS k ON k.token_id = t.token_id
    WHERE t.wallet NOT IN (SELECT address FROM contracts FINAL)
  ),
  -- layers that the last builds wrote of both tables; what is older was merged into the oldest
  new_layers AS (
    SELECT arrayJoin(arrayIntersect(arrayPopFront(layers['trade_cashflows_v3']), arrayPopFront(layers['position_checkpoints']))) AS layer
    FROM published_layers FINAL WHERE name = 'published'
  )
SELECT
  abs(toInt64(raw.trades) - toInt64(built.trades)) + abs(toInt64(written.trades) - toInt64(positions.trades)) AS observed,
  raw.trades = built.trades AND raw.cash = built.cash AND written.trades = positions.trades AND written.cash = positions.cash AS passed,
  concat('of what was traded since run ', :?since, ': trades ', toString(raw.trades), ' raw, ', toString(built.trades), ' in positions; cash ',
    toString(raw.cash), ' raw, ', toString(built.cash), ' there; written of late: trades ', toString(positions.trades), ', ', toString(written.trades),
    ' in trade_cashflows_v3; cash ', toString(positions.cash), ', ', toString(written.cash), ' there') AS message
FROM (
  SELECT count() AS trades, sum(toDecimal128(cashflow, 6)) AS cash
  FROM trades_raw FINAL
  WHERE (token_id, wallet) IN (
    SELECT k.token_id, c.wallet FROM changed AS c INNER JOIN (SELECT token_id, condition_id FROM tokens_dim FINAL) AS k ON k.condition_id = c.condition_id)
) AS raw
CROSS JOIN (
  SELECT sum(trades) AS trades, sum(sold_usd - bought_usd) AS cash FROM position_checkpoints
  WHERE (condition_id, wallet) IN (SELECT condition_id, wallet FROM changed)
) AS built
CROSS JOIN (
  SELECT sum(trades) AS trades, sum(clob) AS cash FROM trade_cashflows_v3__layers FINAL PREWHERE layer IN (SELECT layer FROM new_layers)
) AS written
CROSS JOIN (
  SELECT sum(trades) AS trades, sum(sold_usd - bought_usd) AS cash FROM position_checkpoints__layers FINAL PREWHERE layer IN (SELECT layer FROM new_layers)
) AS positions
SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
