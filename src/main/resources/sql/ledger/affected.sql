-- Conditions of wallets to which something happened after the run {watermark}: events, token mappings, resolutions, markets, categories, contracts. Mappings
-- are those that are or were. A pair is replayed when its events have to be read again: where one was corrected or went, where the new ones are not all later
-- than those that are in (affected-late), where a token's mapping or a conversion's group changed, and where the payout may have changed of a condition that the
-- wallet redeemed. Otherwise the published position goes on from where it is.
INSERT INTO ledger_affected
WITH
  toDateTime('2106-01-01 00:00:00', 'UTC') AS never,
  arrived AS (
    -- a token that moved affects both its conditions; trades of a token without a condition are found by the token when it has one
    SELECT t.wallet AS wallet, k.condition_id AS condition_id, t.first_ts AS first_ts, t.replay AS replay
    FROM (SELECT wallet, token_id, min(ts) AS first_ts, max(replay) AS replay FROM ledger_new_trades GROUP BY wallet, token_id) AS t
    INNER JOIN (SELECT DISTINCT token_id, condition_id FROM token_conditions WHERE token_id IN (SELECT token_id FROM ledger_new_trades)) AS k
      ON k.token_id = t.token_id
    UNION ALL
    SELECT wallet, condition_id, first_ts, replay FROM ledger_new_position_events WHERE condition_id != ''
    UNION ALL
    SELECT c.wallet, k.condition_id, never, 1
    FROM (SELECT DISTINCT wallet, token_id FROM corrected_events WHERE revision > {watermark:UInt64} AND token_id != 0) AS c
    INNER JOIN (
      SELECT DISTINCT token_id, condition_id FROM token_conditions WHERE token_id IN (SELECT token_id FROM corrected_events WHERE revision > {watermark:UInt64})
    ) AS k ON k.token_id = c.token_id
    UNION ALL
    SELECT DISTINCT wallet, condition_id, never, 1 FROM corrected_events WHERE revision > {watermark:UInt64} AND condition_id != ''
  ),
  -- what was stated again as it was is no change, unless the token ever had another mapping
  remapped AS (
    SELECT token_id FROM token_conditions
    WHERE token_id IN (SELECT token_id FROM tokens_dim WHERE revision > {watermark:UInt64})
    GROUP BY token_id
    HAVING max(noted_in) > {watermark:UInt64} OR uniqExact(condition_id) > 1 OR uniqExactIf(outcome_index, outcome_index != -1) > 1
  ),
  remapped_conditions AS (SELECT condition_id FROM token_conditions WHERE token_id IN (SELECT token_id FROM remapped)),
  resolved AS (
    SELECT condition_id FROM market_resolutions WHERE revision > {watermark:UInt64}
    -- the order of a payout vector may be that of the market's outcomes; tombstoned markets are in no map
    UNION DISTINCT SELECT condition_id FROM markets_dim WHERE revision > {watermark:UInt64}
  ),
  changed AS (
    SELECT condition_id FROM resolved
    UNION DISTINCT SELECT condition_id FROM remapped_conditions
    UNION DISTINCT SELECT condition_id FROM condition_market_map WHERE changed_in > {watermark:UInt64}
  ),
  -- what joined or left a neg-risk group, or has another place in it
  regrouped AS (
    SELECT condition_id FROM neg_risk_questions
    WHERE condition_id IN (SELECT condition_id FROM markets_dim WHERE revision > {watermark:UInt64})
    GROUP BY condition_id
    HAVING max(noted_in) > {watermark:UInt64} OR uniqExact(neg_risk_market_id, question_index) > 1
  ),
  changed_contracts AS (SELECT address FROM contracts WHERE revision > {watermark:UInt64})
SELECT wallet, condition_id, max(replay), min(first_ts)
FROM (
  SELECT wallet, condition_id, replay, first_ts FROM arrived

  UNION ALL

  SELECT
    wallet, condition_id,
    condition_id IN (SELECT condition_id FROM remapped_conditions)
      OR condition_id IN (SELECT condition_id FROM regrouped) AND wallet IN (SELECT wallet FROM converting_wallets)
      OR redemptions > 0 AND condition_id IN (SELECT condition_id FROM resolved),
    never
  FROM position_checkpoints
  WHERE condition_id IN (SELECT condition_id FROM changed)

  UNION ALL

  SELECT t.wallet, k.condition_id, 1, never
  FROM (
    -- what came since has arrived
    SELECT DISTINCT wallet, token_id FROM trades_raw WHERE token_id IN (SELECT token_id FROM remapped) AND revision <= {watermark:UInt64}
    UNION DISTINCT
    SELECT DISTINCT wallet, token_id FROM trades_raw
    WHERE (SELECT count() FROM changed_contracts) > 0 AND wallet IN (SELECT address FROM changed_contracts)
  ) AS t
  INNER JOIN (
    SELECT DISTINCT token_id, condition_id FROM token_conditions
    WHERE token_id IN (SELECT token_id FROM remapped) OR (SELECT count() FROM changed_contracts) > 0
  ) AS k ON k.token_id = t.token_id

  UNION ALL

  -- contracts change rarely: then all positions are looked through
  SELECT wallet, condition_id, 1, never FROM position_checkpoints
  WHERE (SELECT count() FROM changed_contracts) > 0 AND wallet IN (SELECT address FROM changed_contracts)

  UNION ALL

  SELECT wallet, condition_id, 1, never FROM position_events
  WHERE (SELECT count() FROM changed_contracts) > 0 AND wallet IN (SELECT address FROM changed_contracts) AND kind != 'CONVERSION'
)
GROUP BY wallet, condition_id
