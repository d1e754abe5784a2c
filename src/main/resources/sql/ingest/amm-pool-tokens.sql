-- The outcome tokens that each AMM pool trades, a row for each; a pool without a condition, or of one whose tokens are unknown, has one
-- row with an empty known_condition_id.
SELECT p.address AS pool, p.condition_id AS condition_id, k.condition_id AS known_condition_id, k.outcome_index AS outcome_index, k.token_id AS token_id
FROM (SELECT address, max(condition_id) AS condition_id FROM contracts FINAL WHERE kind = 'amm' GROUP BY address) AS p
LEFT JOIN (
  SELECT condition_id, outcome_index, token_id
  FROM tokens_dim FINAL
  WHERE condition_id IN (SELECT condition_id FROM contracts WHERE kind = 'amm')
) AS k ON k.condition_id = p.condition_id
