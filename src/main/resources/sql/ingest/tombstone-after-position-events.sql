-- Marks every event of a stream after {after} as deleted.
INSERT INTO position_events
SELECT * REPLACE ({fence:UInt64} AS revision, 1 AS is_deleted)
FROM position_events FINAL
WHERE source = {source:String} AND era = {era:String} AND kind = {kind:String} AND ts > toDateTime({after:UInt32}, 'UTC')
SETTINGS insert_deduplicate = 0
