-- The tables that a rebuild fills and that are read afterwards, with their sorting keys.
SELECT name, sorting_key
FROM system.tables
WHERE database = currentDatabase() AND (endsWith(name, '__layers') OR name = 'wallet_events') AND total_rows > 0
ORDER BY name
