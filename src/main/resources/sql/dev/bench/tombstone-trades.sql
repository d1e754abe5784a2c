-- Tombstones of events that are no longer at the source.
INSERT INTO trades_raw
SELECT * REPLACE ({fence:UInt64} AS revision, 1 AS is_deleted) FROM trades_raw FINAL WHERE event_id IN {ids:Array(String)}
