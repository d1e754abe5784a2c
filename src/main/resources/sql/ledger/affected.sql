-- Conditions of wallets to which something happened after the run {watermark}: events, token mappings, resolutions, markets, categories, contracts. A token
-- that moved from one condition to another affects both, and so does a condition that moved from one neg-risk group to another: mappings are those that are
-- or were. Which condition a position event is of never changes, because the call that emitted it names the condition.
INSERT INTO ledger_affected
WITH
  changed_tokens AS (SELECT token_id FROM tokens_dim WHERE revision > {watermark:UInt64}),
  changed_conditions AS (
    SELECT condition_id FROM market_resolutions WHERE revision > {watermark:UInt64}
    UNION DISTINCT SELECT condition_id FROM token_conditions WHERE token_id IN (SELECT token_id FROM changed_tokens)
    UNION DISTINCT SELECT condition_id FROM condition_market_map WHERE changed_in > {watermark:UInt64}
    -- tombstoned ones are in no map
    UNION DISTINCT SELECT condition_id FROM markets_dim WHERE revision > {watermark:UInt64}
  ),
  changed_contracts AS (SELECT address FROM contracts WHERE revision > {watermark:UInt64})
SELECT DISTINCT wallet, condition_id
FROM (
  SELECT t.wallet AS wallet, k.condition_id AS condition_id
  FROM (
    SELECT DISTINCT wallet, token_id FROM trades_raw WHERE revision > {watermark:UInt64}
    UNION ALL
    SELECT DISTINCT wallet, token_id FROM trades_raw
    WHERE token_id IN (SELECT token_id FROM token_conditions WHERE condition_id IN (SELECT condition_id FROM changed_conditions))
    UNION ALL
    SELECT DISTINCT wallet, token_id FROM trades_raw WHERE wallet IN (SELECT address FROM changed_contracts)
  ) AS t
  INNER JOIN (SELECT DISTINCT token_id, condition_id FROM token_conditions) AS k ON k.token_id = t.token_id

  UNION ALL

  SELECT wallet, condition_id FROM position_events
  WHERE kind != 'CONVERSION'
    AND (revision > {watermark:UInt64} OR condition_id IN (SELECT condition_id FROM changed_conditions) OR wallet IN (SELECT address FROM changed_contracts))

  UNION ALL

  SELECT e.wallet, m.condition_id
  FROM (
    SELECT DISTINCT wallet, neg_risk_market_id FROM position_events
    WHERE kind = 'CONVERSION'
      AND (
        revision > {watermark:UInt64}
        OR neg_risk_market_id IN (SELECT neg_risk_market_id FROM neg_risk_members WHERE condition_id IN (SELECT condition_id FROM changed_conditions))
        OR wallet IN (SELECT address FROM changed_contracts))
  ) AS e
  INNER JOIN (SELECT DISTINCT neg_risk_market_id, condition_id FROM neg_risk_members) AS m ON m.neg_risk_market_id = e.neg_risk_market_id
)
