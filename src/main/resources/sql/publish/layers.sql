-- Which layers have rows.
SELECT DISTINCT replaceOne(table, '__layers', '') AS name, toUInt64(partition) AS layer
FROM system.parts
WHERE database = currentDatabase() AND active AND rows > 0 AND endsWith(table, '__layers')
