-- Marks as deleted what is stored of the staged window and the source does not have.
INSERT INTO {target:Identifier}
SELECT * EXCEPT (side) REPLACE ({fence:UInt64} AS revision, 1 AS is_deleted)
FROM {staging:Identifier}
WHERE side = 'STORED'
  AND key NOT IN (SELECT key FROM {staging:Identifier} WHERE side = 'SOURCE')
  AND event_key NOT IN (SELECT event_key FROM {staging:Identifier} WHERE side = 'UNUSABLE')
SETTINGS insert_deduplicate = 0
