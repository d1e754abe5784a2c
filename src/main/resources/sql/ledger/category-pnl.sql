-- What was published of a wallet, less what its changed conditions were, plus what they are.
INSERT INTO wallet_category_pnl__layers (* EXCEPT version)
SELECT wallet, category, sum(realized), sum(conditions) AS resolved_conditions, sum(number), {fence:UInt64}, {build:UInt64}, resolved_conditions = 0 AS is_gone
FROM (
  SELECT
    wallet, toString(canonical_category) AS category, sum(realized_pnl_usd) AS realized, toInt64(uniqExact(condition_id)) AS conditions,
    toInt64(sum(trades)) AS number, 1 AS is_changed
  FROM (
  -- include ledger/parts/changed-checkpoints
  )
  WHERE canonical_category != ''
  GROUP BY wallet, category

  UNION ALL

  SELECT wallet, toString(former_category) AS category, -sum(former_realized_usd), -toInt64(uniqExact(condition_id)), -toInt64(sum(former_trades)), 1
  FROM ledger_positions
  WHERE {everything:UInt8} = 0 AND former_category != ''
  GROUP BY wallet, category

  UNION ALL

  SELECT wallet, toString(canonical_category), realized_pnl_usd, toInt64(resolved_conditions), toInt64(trades), 0
  FROM wallet_category_pnl
  WHERE {everything:UInt8} = 0 AND wallet IN (SELECT wallet FROM ledger_affected)
)
GROUP BY wallet, category
HAVING max(is_changed) = 1 AND NOT (is_gone AND {everything:UInt8} = 1)
