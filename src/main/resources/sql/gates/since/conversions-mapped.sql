-- Neg-risk conversions that came since a run, or whose group changed since, and whose questions are not all known, each exactly once.
-- The conversions of all other groups could be computed at that run, and still can.
SELECT
  sum(arraySum(asked -> if(asked.1 > mapped, asked.2, 0), conversions)) AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' neg-risk conversions since run ', :?since, ', or of groups that changed since, whose markets are not all known') AS message
FROM (
  SELECT neg_risk_market_id, max(mapped_questions) AS mapped, groupArray((question_count, number)) AS conversions
  FROM (
    SELECT neg_risk_market_id, question_count, count() AS number, toInt64(0) AS mapped_questions
    FROM position_events FINAL
    WHERE kind = 'CONVERSION' AND (wallet, event_key) IN (
      SELECT wallet, event_key FROM position_events WHERE kind = 'CONVERSION' AND revision > toUInt64(:?since)
      UNION DISTINCT
      SELECT wallet, event_key FROM position_events
      WHERE neg_risk_market_id IN (
        SELECT neg_risk_market_id FROM neg_risk_questions
        WHERE neg_risk_market_id != '' AND condition_id IN (SELECT condition_id FROM markets_dim WHERE revision > toUInt64(:?since))
      )
    )
    GROUP BY neg_risk_market_id, question_count
    UNION ALL
    SELECT neg_risk_market_id, 0, 0, toInt64(mapped_questions) FROM neg_risk_groups
  )
  GROUP BY neg_risk_market_id
)
