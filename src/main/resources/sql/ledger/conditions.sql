-- What is known of the conditions of the positions that are recomputed.
INSERT INTO ledger_conditions
SELECT
  c.condition_id, greatest(k.outcomes, 2), w.condition_id != '', w.source, w.resolved_at, w.payout_numerators, greatest(w.payout_denominator, toUInt256(1)),
  if(m.canonical_category = '', 'Uncategorized', m.canonical_category), m.market_id, k.tokens
FROM (
  SELECT condition_id FROM ledger_affected WHERE {everything:UInt8} = 0
  UNION DISTINCT
  SELECT condition_id FROM tokens_dim FINAL WHERE {everything:UInt8} = 1
  UNION DISTINCT
  SELECT condition_id FROM market_resolutions WHERE {everything:UInt8} = 1
  UNION DISTINCT
  SELECT condition_id FROM markets_dim WHERE {everything:UInt8} = 1
) AS c
LEFT JOIN (
  SELECT condition_id, max(outcome_index) + 1 AS outcomes, minMap(map(outcome_index, token_id)) AS tokens FROM tokens_dim FINAL
  WHERE {everything:UInt8} = 1 OR condition_id IN (SELECT condition_id FROM ledger_affected)
  GROUP BY condition_id
) AS k ON k.condition_id = c.condition_id
LEFT JOIN (
  SELECT condition_id, source, resolved_at, payout_numerators, payout_denominator FROM winning_index
  WHERE {everything:UInt8} = 1 OR condition_id IN (SELECT condition_id FROM ledger_affected)
) AS w ON w.condition_id = c.condition_id
LEFT JOIN (
  SELECT condition_id, canonical_category, market_id FROM condition_market_map
  WHERE {everything:UInt8} = 1 OR condition_id IN (SELECT condition_id FROM ledger_affected)
) AS m ON m.condition_id = c.condition_id
