-- Writes what the source has in the staged window and is not stored, or is stored with other contents.
INSERT INTO {target:Identifier}
SELECT * EXCEPT (side)
FROM {staging:Identifier}
WHERE side = 'SOURCE' AND key IN (
  SELECT key FROM {staging:Identifier} WHERE side != 'UNUSABLE'
  GROUP BY key
  HAVING countIf(side = 'STORED') = 0 OR uniqExact(tuple(* EXCEPT (side, revision, is_deleted))) > 1)
LIMIT 1 BY key
SETTINGS insert_deduplicate = 0
