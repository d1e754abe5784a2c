-- Trades whose token has no condition, or whose condition has no market, among the tokens that were traded, mapped or tombstoned since a run.
WITH
  known AS (
    SELECT token_id FROM tokens_dim FINAL WHERE condition_id IN (SELECT condition_id FROM markets_dim FINAL)
  ),
  unknown AS (
    SELECT token_id
    FROM (
      SELECT token_id FROM trades_raw WHERE revision > toUInt64(:?since)
      UNION DISTINCT
      SELECT token_id FROM tokens_dim WHERE revision > toUInt64(:?since)
      UNION DISTINCT
      SELECT token_id FROM tokens_dim
      WHERE condition_id IN (SELECT condition_id FROM markets_dim WHERE revision > toUInt64(:?since) AND is_deleted = 1)
    )
    WHERE token_id NOT IN (SELECT token_id FROM known)
  )
SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' trades (', toString(uniqExact(token_id)), ' tokens, ', toString(sum(usd)), ' USDC) of tokens that changed since run ',
    :?since, ' without a known market; they are in trades_raw and trades_enriched but in no wallet table') AS message
FROM trades_raw FINAL
WHERE token_id IN (SELECT token_id FROM unknown)
