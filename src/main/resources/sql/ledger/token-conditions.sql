-- Notes which tokens are which outcome of which condition, before a merge forgets it, and that a mapping was tombstoned (-2). What is stated again as it was is
-- not noted again. All up to the published run {watermark} is noted; that one is looked at once more, because its run may have written more since.
INSERT INTO token_conditions
SELECT token_id, condition_id, outcome, min(revision)
FROM (
  SELECT token_id, condition_id, if(is_deleted = 1, -2, toInt16(outcome_index)) AS outcome, revision FROM tokens_dim
  WHERE revision >= {watermark:UInt64}
)
WHERE (token_id, condition_id, outcome) NOT IN (
  SELECT token_id, condition_id, outcome_index FROM token_conditions
  WHERE token_id IN (SELECT token_id FROM tokens_dim WHERE revision >= {watermark:UInt64})
)
GROUP BY token_id, condition_id, outcome
