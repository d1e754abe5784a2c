-- What a merge of markets_dim forgets: which group a condition was in before. Wallets with conversions of that group are worked out again as well.
CREATE TABLE IF NOT EXISTS neg_risk_members (
  neg_risk_market_id String COMMENT '64 hex',
  condition_id       String COMMENT '64 hex',
  revision           UInt64 COMMENT 'fence of the run that said so last'
)
ENGINE = ReplacingMergeTree(revision) ORDER BY (neg_risk_market_id, condition_id)
COMMENT 'Which conditions are or were in which neg-risk group.';

-- Without it all position events would be read each night to find the few conditions that have no market.
CREATE TABLE IF NOT EXISTS position_conditions (
  condition_id String COMMENT '64 hex',
  revision     UInt64 COMMENT 'fence of the run whose position events named it last'
)
ENGINE = ReplacingMergeTree(revision) ORDER BY condition_id
COMMENT 'Conditions that position events named, up to the newest revision in here.';

ALTER TABLE position_events ADD INDEX IF NOT EXISTS by_group neg_risk_market_id TYPE bloom_filter(0.01) GRANULARITY 4;
ALTER TABLE position_events MATERIALIZE INDEX by_group SETTINGS mutations_sync = 1;
