-- Notes which conditions have which place in which neg-risk group, before a merge forgets it, and that one left it or was tombstoned (-2). Goes on from the
-- newest revision that is noted, that one included, because its run may have written more since.
INSERT INTO neg_risk_questions
SELECT
  neg_risk_market_id, condition_id,
  -- a group's id ends with a zero byte, where the ids of its questions have their index
  multiIf(is_deleted = 1, -2, question_index IS NULL OR NOT startsWith(question_id, substring(neg_risk_market_id, 1, 62)), -1, toInt16(question_index)) AS place,
  min(revision)
FROM markets_dim
WHERE (neg_risk_market_id != '' OR condition_id IN (SELECT condition_id FROM neg_risk_questions))
  AND revision >= (SELECT max(noted_in) FROM neg_risk_questions)
  AND (neg_risk_market_id, condition_id, place) NOT IN (SELECT neg_risk_market_id, condition_id, question_index FROM neg_risk_questions)
GROUP BY neg_risk_market_id, condition_id, place
