SELECT name, engine, engine_full, create_table_query
FROM system.tables
WHERE database = currentDatabase() AND NOT is_temporary
ORDER BY engine = 'View', name
