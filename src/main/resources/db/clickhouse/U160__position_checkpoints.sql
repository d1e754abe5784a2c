DROP VIEW IF EXISTS position_checkpoints__build;
DROP VIEW IF EXISTS position_checkpoints;
DROP TABLE IF EXISTS position_checkpoints__layers SYNC;
DROP TABLE IF EXISTS ledger_positions SYNC;
DROP TABLE IF EXISTS ledger_conditions SYNC;
DROP TABLE IF EXISTS ledger_new_trades SYNC;
DROP TABLE IF EXISTS ledger_new_position_events SYNC;
DROP TABLE IF EXISTS corrected_events SYNC;
DROP TABLE IF EXISTS converting_wallets SYNC;
DROP TABLE IF EXISTS neg_risk_questions SYNC;
DROP TABLE IF EXISTS ledger_affected SYNC;
CREATE TABLE ledger_affected (
  wallet       String COMMENT 'address, lower case',
  condition_id String COMMENT '64 hex'
)
ENGINE = MergeTree ORDER BY (wallet, condition_id)
COMMENT 'Conditions of wallets that the build in progress recomputes; none when it recomputes all.';
DROP TABLE IF EXISTS ledger_affected_tokens SYNC;
CREATE TABLE ledger_affected_tokens (token_id UInt256 COMMENT 'outcome token')
ENGINE = MergeTree ORDER BY token_id
COMMENT 'Tokens that were traded since the last build.';
CREATE TABLE IF NOT EXISTS ledger_legs (
  wallet        String                                                                         COMMENT 'address, lower case',
  condition_id  String                                                                         COMMENT '64 hex',
  outcome_index UInt8                                                                          COMMENT '0-based',
  kind          Enum8('BUY' = 1, 'SELL' = 2, 'SPLIT' = 3, 'MERGE' = 4, 'CONVERSION' = 5)       COMMENT 'what moved them',
  shares        Decimal(38, 6)                                                                 COMMENT 'gained, or negative',
  cash          Decimal(38, 6)                                                                 COMMENT 'received, or negative',
  events        UInt64                                                                         COMMENT 'number of events',
  first_ts      DateTime('UTC')                                                                COMMENT 'first event',
  last_ts       DateTime('UTC')                                                                COMMENT 'last event'
)
ENGINE = MergeTree ORDER BY (wallet, condition_id, outcome_index)
COMMENT 'What moved shares or cash of some of those wallets, summed up.';
CREATE TABLE IF NOT EXISTS neg_risk_members (
  neg_risk_market_id String COMMENT '64 hex',
  condition_id       String COMMENT '64 hex',
  revision           UInt64 COMMENT 'fence of the run that wrote the row last'
)
ENGINE = ReplacingMergeTree(revision) ORDER BY (neg_risk_market_id, condition_id)
COMMENT 'Which conditions are or were in which neg-risk group.';
