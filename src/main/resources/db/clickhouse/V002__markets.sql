-- What is traded.
CREATE TABLE IF NOT EXISTS events_dim (
  event_id           String,
  slug               String,
  title              String,
  category           Nullable(String)                COMMENT 'the event''s own category as delivered',
  tags               Array(String)                   COMMENT 'tag labels as delivered',
  canonical_category LowCardinality(String)          COMMENT 'by the category definitions; Uncategorized when nothing matches',
  neg_risk_market_id String                          COMMENT '64 hex, or empty',
  ends_at            Nullable(DateTime('UTC')),
  source             LowCardinality(String),
  revision           UInt64,
  is_deleted         UInt8
)
ENGINE = ReplacingMergeTree(revision, is_deleted) ORDER BY event_id
COMMENT 'Market events: a question or a group of questions. Read with FINAL.';

CREATE TABLE IF NOT EXISTS markets_dim (
  condition_id       String                          COMMENT '64 hex',
  market_id          String                          COMMENT 'decimal id of the catalogue',
  event_id           String                          COMMENT 'empty when unknown',
  question           String,
  slug               String,
  outcomes           Array(String)                   COMMENT 'labels in outcome-index order',
  question_id        String                          COMMENT '64 hex, or empty',
  neg_risk_market_id String                          COMMENT '64 hex, or empty',
  question_index     UInt8                           COMMENT 'in a neg-risk event; 0 otherwise',
  closed_at          Nullable(DateTime('UTC')),
  source             LowCardinality(String),
  revision           UInt64,
  is_deleted         UInt8
)
ENGINE = ReplacingMergeTree(revision, is_deleted) ORDER BY condition_id
COMMENT 'Markets: one condition each. Read with FINAL.';

CREATE TABLE IF NOT EXISTS tokens_dim (
  token_id      UInt256,
  condition_id  String                               COMMENT '64 hex',
  outcome_index UInt8                                COMMENT '0-based',
  source        LowCardinality(String),
  revision      UInt64,
  is_deleted    UInt8,
  INDEX by_condition condition_id TYPE bloom_filter(0.01) GRANULARITY 4,
  INDEX by_revision revision TYPE minmax GRANULARITY 4
)
ENGINE = ReplacingMergeTree(revision, is_deleted) ORDER BY token_id
COMMENT 'Which outcome of which condition an outcome token stands for. Read with FINAL.';
