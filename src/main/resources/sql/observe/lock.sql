-- The row names who took the lock; only the session's own lock shows that it is still held.
SELECT
  count(*) AS held,
  extract(epoch FROM min(l.held_since)) AS since
FROM run_lock l
JOIN pg_locks k ON k.locktype = 'advisory' AND k.granted AND k.objsubid = 1
  AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND (k.classid::bigint << 32 | k.objid::bigint) = hashtextextended('cascadian:' || l.name, 0)
WHERE l.holder IS NOT NULL
