-- Which fences this database has seen: by them it is noticed when one of the two databases was restored without the other. On disk before
-- the insert returns, so that a power cut is not taken for a restored backup. Repeatable.
CREATE TABLE IF NOT EXISTS fences (
  fence    UInt64                                  COMMENT 'number of an acquisition of the run lock',
  taken_at DateTime('UTC') DEFAULT now()           COMMENT 'when the lock was taken'
)
ENGINE = MergeTree ORDER BY fence
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Fences under which something may have been written here; 1970 for the newest one of before this table.';
INSERT INTO fences
SELECT max(newest), toDateTime(0, 'UTC') FROM (
  SELECT max(revision) AS newest FROM trades_raw
  UNION ALL SELECT max(revision) FROM position_events
  UNION ALL SELECT max(revision) FROM events_dim
  UNION ALL SELECT max(revision) FROM markets_dim
  UNION ALL SELECT max(revision) FROM tokens_dim
  UNION ALL SELECT max(revision) FROM market_resolutions
  UNION ALL SELECT max(revision) FROM contracts
  UNION ALL SELECT max(revision) FROM trade_cashflows_v3
)
HAVING max(newest) > 0;
