SELECT 'written' AS result, 'none' AS reason, coalesce(sum(rows_written), 0) AS entries
FROM resolution_files
UNION ALL
SELECT 'skipped', skipped.key, sum(skipped.value::bigint)
FROM resolution_files f, jsonb_each_text(CASE WHEN jsonb_typeof(f.counts -> 'skipped') = 'object' THEN f.counts -> 'skipped' END) AS skipped
GROUP BY skipped.key
