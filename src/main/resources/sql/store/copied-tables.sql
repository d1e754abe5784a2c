-- Tables of the schema and the columns that hold their rows; which versions of the schema are applied stands in the program, not in a backup.
SELECT c.relname, array_agg(a.attname ORDER BY a.attnum) AS columns
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> 'flyway_schema_history'
GROUP BY c.relname
ORDER BY c.relname
