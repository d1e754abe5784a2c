-- A conversion carries cost from some conditions of its group to others: of a wallet that converts or converted in a group, all of its conditions go on together
-- when anything happened in one; and they are replayed together when one is, when the new events are not all later than those that are in (affected-late), or
-- when the group has other questions than before.
INSERT INTO ledger_affected
WITH
  toDateTime('2106-01-01 00:00:00', 'UTC') AS never,
  members AS (SELECT neg_risk_market_id, condition_id FROM markets_dim FINAL WHERE neg_risk_market_id != ''),
  changed_contracts AS (SELECT address FROM contracts WHERE revision > {watermark:UInt64}),
  -- groups that have other questions than before, from which index on; a question that is only new changes no conversion of fewer questions
  changed AS (
    SELECT neg_risk_market_id, min(first) AS first_index
    FROM (
      SELECT groupUniqArray(neg_risk_market_id) AS groups, if(uniqExact(neg_risk_market_id, question_index) > 1, 0, min(question_index)) AS first
      FROM neg_risk_questions
      WHERE condition_id IN (SELECT condition_id FROM markets_dim WHERE revision > {watermark:UInt64})
      GROUP BY condition_id
      HAVING max(noted_in) > {watermark:UInt64} OR uniqExact(neg_risk_market_id, question_index) > 1
    )
    ARRAY JOIN groups AS neg_risk_market_id
    GROUP BY neg_risk_market_id
  ),
  touched AS (
    SELECT neg_risk_market_id, wallet, max(replay) AS replay, min(first_ts) AS first_ts
    FROM (
      SELECT m.neg_risk_market_id AS neg_risk_market_id, a.wallet AS wallet, a.replay AS replay, a.first_ts AS first_ts
      FROM ledger_affected AS a INNER JOIN members AS m ON m.condition_id = a.condition_id
      UNION ALL
      SELECT neg_risk_market_id, wallet, replay, first_ts FROM ledger_new_position_events WHERE neg_risk_market_id != ''
      UNION ALL
      SELECT DISTINCT neg_risk_market_id, wallet, 1, never FROM corrected_events WHERE revision > {watermark:UInt64} AND neg_risk_market_id != ''
      UNION ALL
      SELECT c.neg_risk_market_id, c.wallet, 1, never
      FROM (SELECT neg_risk_market_id, wallet, max(questions) AS questions FROM converting_wallets GROUP BY neg_risk_market_id, wallet) AS c
      LEFT JOIN changed AS g ON g.neg_risk_market_id = c.neg_risk_market_id
      WHERE c.wallet IN (SELECT address FROM changed_contracts) OR g.neg_risk_market_id != '' AND c.questions > g.first_index
    )
    WHERE (neg_risk_market_id, wallet) IN (SELECT neg_risk_market_id, wallet FROM converting_wallets)
    GROUP BY neg_risk_market_id, wallet
  )
SELECT t.wallet, m.condition_id, t.replay, t.first_ts
FROM touched AS t INNER JOIN members AS m ON m.neg_risk_market_id = t.neg_risk_market_id
