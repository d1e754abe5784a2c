-- When conditions were resolved, from a subgraph that has the time; what they paid is in market_resolutions.
CREATE TABLE IF NOT EXISTS condition_resolution_times (
  condition_id      String                 COMMENT '64 hex, as in market_resolutions' CODEC(ZSTD(1)),
  resolved_at       DateTime('UTC')        COMMENT 'time of the block in which the payout was reported on chain; 1970 of a tombstone' CODEC(ZSTD(1)),
  payout_numerators Array(UInt256)         COMMENT 'as in market_resolutions, from the source of the time: only compared with it, never used as a payout; empty where the source has none' CODEC(ZSTD(1)),
  source            LowCardinality(String) COMMENT 'name and version of the subgraph' CODEC(ZSTD(1)),
  revision          UInt64                 COMMENT 'fence of the run that wrote the row; the highest counts' CODEC(ZSTD(1)),
  is_deleted        UInt8                  COMMENT '1: at the source the condition has no time, or no longer' CODEC(ZSTD(1)),
  INDEX by_revision revision TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY condition_id
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000
COMMENT 'When each condition was resolved on chain; empty without a source of the times (RESOLUTION_TIMES_SUBGRAPH). Read with FINAL.';
