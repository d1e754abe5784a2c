-- Trades whose token has no condition, or whose condition has no market.
SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' trades (', toString(uniqExact(token_id)), ' tokens, ', toString(sum(usd)),
    ' USDC) of tokens without a known market; ', toString(countIf(token_id NOT IN (SELECT token_id FROM tokens_dim FINAL))),
    ' of them are in no wallet table, as their tokens have no condition; the others are, without market and category') AS message
FROM trades_raw FINAL
WHERE token_id NOT IN (
  SELECT token_id FROM tokens_dim FINAL WHERE condition_id IN (SELECT condition_id FROM markets_dim FINAL))
