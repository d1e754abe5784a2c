SELECT 'written' AS result, 'none' AS reason, coalesce(sum(rows_written), 0) AS entries
FROM resolution_files
UNION ALL
-- what a map says and was known already: without it, a map that is dropped again would look as if hardly any of it could be used
SELECT 'known', 'none', coalesce(sum(greatest((counts ->> 'resolved')::bigint - rows_written, 0)), 0)
FROM resolution_files
WHERE jsonb_typeof(counts -> 'resolved') = 'number'
UNION ALL
SELECT 'skipped', skipped.key, sum(skipped.value::bigint)
FROM resolution_files f, jsonb_each_text(CASE WHEN jsonb_typeof(f.counts -> 'skipped') = 'object' THEN f.counts -> 'skipped' END) AS skipped
GROUP BY skipped.key
