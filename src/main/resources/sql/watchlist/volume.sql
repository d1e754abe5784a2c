-- Unresolved conditions of some categories by what takers traded of them in the last seven days of the data, not of the clock: a source that
-- stands still has a last week as well.
WITH
  markets AS (
    SELECT condition_id FROM condition_market_map
    WHERE lowerUTF8(canonical_category) IN (SELECT lowerUTF8(arrayJoin({categories:Array(String)})))
      AND condition_id NOT IN (SELECT condition_id FROM market_resolutions FINAL)
  ),
  tokens AS (SELECT token_id, condition_id FROM tokens_dim FINAL WHERE condition_id IN (SELECT condition_id FROM markets))
SELECT k.condition_id AS condition_id, sum(toDecimal128(t.usd, 6)) AS usd, count() AS trades
FROM (
  SELECT token_id, usd FROM trades_raw FINAL
  WHERE role = 'TAKER' AND ts > (SELECT max(last_trade_at) FROM token_last_prices) - INTERVAL 7 DAY
    AND token_id IN (SELECT token_id FROM tokens)
) AS t
INNER JOIN tokens AS k ON k.token_id = t.token_id
GROUP BY k.condition_id
ORDER BY usd DESC, condition_id
LIMIT {limit:UInt32}
SETTINGS max_execution_time = 5
