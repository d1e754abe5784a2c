CREATE TABLE IF NOT EXISTS token_conditions__next (
  token_id     UInt256 COMMENT 'outcome token',
  condition_id String  COMMENT '64 hex',
  revision     UInt64  COMMENT 'fence of the run that stated it last'
)
ENGINE = ReplacingMergeTree(revision) ORDER BY (condition_id, token_id)
COMMENT 'Which tokens are or were outcomes of which condition.';

SELECT 'INSERT INTO token_conditions__next SELECT token_id, condition_id, max(noted_in) FROM token_conditions GROUP BY token_id, condition_id'
WHERE (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'token_conditions' AND name = 'noted_in') = 1;

SELECT 'EXCHANGE TABLES token_conditions AND token_conditions__next'
WHERE (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'token_conditions' AND name = 'noted_in') = 1;
DROP TABLE IF EXISTS token_conditions__next;
