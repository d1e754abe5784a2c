-- A third source of payouts: lists of markets.
ALTER TABLE market_resolutions COMMENT COLUMN source
  'chain: payouts reported on chain; map: a resolution map file; seed: a list of markets';

CREATE OR REPLACE VIEW winning_index AS
SELECT
  condition_id,
  source,
  payout_numerators,
  payout_denominator,
  resolved_at,
  -- NULL when no single outcome took everything (50/50, fractional)
  if(indexOf(payout_numerators, payout_denominator) = 0, NULL, indexOf(payout_numerators, payout_denominator) - 1) AS winning_outcome_index,
  is_contradicted,
  changed_in
FROM (
  SELECT
    t.condition_id                       AS condition_id,
    argMin(t.source, t.priority)         AS source,
    argMin(t.numerators, t.priority)     AS payout_numerators,
    argMin(t.denominator, t.priority)    AS payout_denominator,
    -- in a tuple, because argMin passes NULLs over
    argMin(t.resolved, t.priority).1     AS resolved_at,
    uniqExact(t.numerators, t.denominator) > 1 AS is_contradicted,
    max(t.revision)                      AS changed_in
  FROM (
    SELECT
      r.condition_id AS condition_id,
      r.source AS source,
      r.payout_denominator AS denominator,
      tuple(r.resolved_at) AS resolved,
      r.revision AS revision,
      multiIf(r.source = 'chain', 0, r.source = 'map', 1, 2) AS priority,
      if(r.vector_order = 'YES_NO' AND lower(m.outcomes[1]) = 'no' AND lower(m.outcomes[2]) = 'yes',
         reverse(r.payout_numerators), r.payout_numerators) AS numerators
    FROM (SELECT * FROM market_resolutions FINAL) AS r
    LEFT JOIN (SELECT condition_id, outcomes FROM markets_dim FINAL) AS m ON m.condition_id = r.condition_id
  ) AS t
  GROUP BY t.condition_id
)
COMMENT 'What each resolved condition paid: payouts on chain count before a map, and that before a list of markets; contradicting sources are flagged.';
