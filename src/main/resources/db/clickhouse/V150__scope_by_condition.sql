-- What is recomputed is a wallet's rows of a condition, not all that the wallet ever did.
DROP TABLE IF EXISTS ledger_affected SYNC;
CREATE TABLE ledger_affected (
  wallet       String COMMENT 'address, lower case',
  condition_id String COMMENT '64 hex'
)
ENGINE = MergeTree ORDER BY (wallet, condition_id)
COMMENT 'Conditions of wallets that the build in progress recomputes; none when it recomputes all.';

DROP TABLE IF EXISTS ledger_affected_trades SYNC;
CREATE TABLE ledger_affected_trades (
  wallet   String  COMMENT 'address, lower case',
  token_id UInt256 COMMENT 'outcome token'
)
ENGINE = MergeTree ORDER BY (wallet, token_id)
COMMENT 'Whose trades of which tokens the build in progress reads.';

-- What a merge of tokens_dim forgets: which condition a token was of before. Its wallets are recomputed in both.
CREATE TABLE IF NOT EXISTS token_conditions (
  token_id     UInt256 COMMENT 'outcome token',
  condition_id String  COMMENT '64 hex',
  revision     UInt64  COMMENT 'fence of the run that stated it last'
)
ENGINE = ReplacingMergeTree(revision) ORDER BY (condition_id, token_id)
COMMENT 'Which tokens are or were outcomes of which condition.';
