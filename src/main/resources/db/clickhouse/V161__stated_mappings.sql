-- A token's mapping is stated again whenever its condition is read again, such as when it is resolved. What is noted has the outcome, so that the same mapping
-- stated again is no change, and is ordered by token, by which it is asked for.
CREATE TABLE IF NOT EXISTS token_conditions__next (
  token_id      UInt256 COMMENT 'outcome token',
  condition_id  String  COMMENT '64 hex',
  outcome_index Int16   COMMENT '0-based; -1 where it is not known any longer, -2 for a mapping that was tombstoned',
  noted_in      UInt64  COMMENT 'fence of the run that first stated it'
)
ENGINE = MergeTree ORDER BY (token_id, condition_id, outcome_index)
COMMENT 'Which tokens are or were which outcomes of which conditions.';

SELECT 'INSERT INTO token_conditions__next
  SELECT c.token_id, c.condition_id, if(t.condition_id = c.condition_id, toInt16(t.outcome_index), -1), c.revision
  FROM (SELECT token_id, condition_id, revision FROM token_conditions FINAL) AS c
  LEFT JOIN (SELECT token_id, condition_id, outcome_index FROM tokens_dim FINAL) AS t ON t.token_id = c.token_id
  WHERE (c.token_id, c.condition_id) NOT IN (SELECT token_id, condition_id FROM token_conditions__next)'
WHERE (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'token_conditions' AND name = 'noted_in') = 0;

SELECT 'EXCHANGE TABLES token_conditions AND token_conditions__next'
WHERE (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'token_conditions' AND name = 'noted_in') = 0;
DROP TABLE IF EXISTS token_conditions__next;
