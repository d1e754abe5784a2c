-- Neg-risk conversions whose questions are not all known, each exactly once: they are in no wallet table yet.
SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' neg-risk conversions whose markets are not all known') AS message
FROM (
  SELECT neg_risk_market_id, question_count FROM position_events FINAL WHERE kind = 'CONVERSION'
) AS e
-- the join fills in 0 where the group is unknown
LEFT JOIN neg_risk_groups AS m ON m.neg_risk_market_id = e.neg_risk_market_id
WHERE e.question_count > m.mapped_questions
