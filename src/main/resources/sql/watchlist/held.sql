-- Unresolved conditions in which wallets stand for an outcome, those with the most money behind them first. Complete sets are taken out, as in
-- wallet_resolution_outcomes. A holding is worth its shares at the last price, else at what they cost, else nothing.
WITH
  held AS (
    SELECT wallet, condition_id, outcome_index, net_shares, average_price FROM wallet_open_positions
    WHERE wallet IN {wallets:Array(String)} AND condition_id NOT IN (SELECT condition_id FROM market_resolutions FINAL)
  ),
  tokens AS (
    SELECT condition_id, outcome_index, min(token_id) AS token_id
    FROM tokens_dim FINAL WHERE condition_id IN (SELECT condition_id FROM held) GROUP BY condition_id, outcome_index
  ),
  -- include watchlist/parts/stands
SELECT
  s.condition_id AS condition_id,
  sum(toDecimal128(s.shares * if(p.token_id != 0, p.last_price,
    ifNull(arrayFirst(h -> h.1 = s.outcome_index, s.held_outcomes).3, toDecimal128(0, 6))), 6)) AS usd,
  count() AS wallets
FROM stands AS s
LEFT JOIN tokens AS k ON k.condition_id = s.condition_id AND k.outcome_index = s.outcome_index
LEFT JOIN token_last_prices AS p ON p.token_id = k.token_id
GROUP BY s.condition_id
ORDER BY usd DESC, condition_id
LIMIT {limit:UInt32}
SETTINGS max_execution_time = 5
