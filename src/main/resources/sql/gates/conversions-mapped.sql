-- Neg-risk conversions whose questions are not all known: they are in no wallet table yet.
SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' neg-risk conversions whose markets are not all known') AS message
FROM (
  SELECT neg_risk_market_id, question_count FROM position_events FINAL WHERE kind = 'CONVERSION'
) AS e
LEFT JOIN (
  SELECT neg_risk_market_id, groupUniqArray(question_index) AS questions FROM markets_dim FINAL WHERE neg_risk_market_id != '' GROUP BY neg_risk_market_id
) AS m ON m.neg_risk_market_id = e.neg_risk_market_id
WHERE length(arrayFilter(q -> q < e.question_count, m.questions)) != e.question_count
