-- Those of the last hour apart: an alert that compared with the value of an hour ago would be blind after each new process. What a clock that was ahead
-- recorded is none of them.
WITH files AS (
  SELECT *, received_at > now() - interval '1 hour' AND received_at <= now() AS is_recent FROM resolution_files
)
SELECT
  'written' AS result, 'none' AS reason, coalesce(sum(rows_written), 0) AS entries,
  coalesce(sum(rows_written) FILTER (WHERE is_recent), 0) AS recent
FROM files
UNION ALL
-- what a map has and was known already: without it, a map that is dropped again would look as if hardly any of it could be used
SELECT
  'known', 'none', coalesce(sum(greatest((counts ->> 'resolved')::bigint - rows_written, 0)), 0),
  coalesce(sum(greatest((counts ->> 'resolved')::bigint - rows_written, 0)) FILTER (WHERE is_recent), 0)
FROM files
WHERE jsonb_typeof(counts -> 'resolved') = 'number'
UNION ALL
SELECT 'skipped', skipped.key, sum(skipped.value::bigint), coalesce(sum(skipped.value::bigint) FILTER (WHERE is_recent), 0)
FROM files f, jsonb_each_text(CASE WHEN jsonb_typeof(f.counts -> 'skipped') = 'object' THEN f.counts -> 'skipped' END) AS skipped
GROUP BY skipped.key
