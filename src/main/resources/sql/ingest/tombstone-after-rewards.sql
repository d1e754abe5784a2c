-- Marks every event of a stream after {after} as deleted.
INSERT INTO wallet_rewards
SELECT * REPLACE ({fence:UInt64} AS revision, 1 AS is_deleted)
FROM wallet_rewards FINAL
WHERE source = {source:String} AND era = {era:String} AND ts > toDateTime({after:UInt32}, 'UTC')
SETTINGS insert_deduplicate = 0
