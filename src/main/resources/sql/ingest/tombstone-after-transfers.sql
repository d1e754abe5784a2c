-- Marks every event of a stream after {after} as deleted.
INSERT INTO share_transfers
SELECT * REPLACE ({fence:UInt64} AS revision, 1 AS is_deleted)
FROM share_transfers FINAL
WHERE source = {source:String} AND era = {era:String} AND ts > toDateTime({after:UInt32}, 'UTC')
SETTINGS insert_deduplicate = 0
