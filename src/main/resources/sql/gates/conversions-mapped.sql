-- Neg-risk conversions whose questions are not all known, each exactly once: they are in no wallet table yet. Of a group that is not known at all, none is.
SELECT
  sum(arraySum(asked -> if(asked.1 > mapped, asked.2, 0), conversions)) AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' neg-risk conversions whose markets are not all known') AS message
FROM (
  SELECT neg_risk_market_id, max(mapped_questions) AS mapped, groupArray((question_count, number)) AS conversions
  FROM (
    SELECT neg_risk_market_id, question_count, count() AS number, toInt64(0) AS mapped_questions
    FROM position_events FINAL
    WHERE kind = 'CONVERSION'
    GROUP BY neg_risk_market_id, question_count
    UNION ALL
    SELECT neg_risk_market_id, 0, 0, toInt64(mapped_questions) FROM neg_risk_groups
  )
  GROUP BY neg_risk_market_id
)
