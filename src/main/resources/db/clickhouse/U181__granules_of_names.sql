-- Back to granules of 8,192 rows.
SELECT replaceRegexpOne(replaceOne(create_table_query, 'index_granularity = 256', 'index_granularity = 8192'), '^CREATE TABLE \\S+', concat('CREATE TABLE IF NOT EXISTS `', name, '__next`'))
FROM system.tables
WHERE database = currentDatabase() AND name IN ('tokens_dim', 'markets_dim', 'events_dim') AND position(create_table_query, 'index_granularity = 256') > 0;

SELECT concat('TRUNCATE TABLE `', name, '__next`')
FROM system.tables
WHERE database = currentDatabase() AND name IN ('tokens_dim', 'markets_dim', 'events_dim') AND position(create_table_query, 'index_granularity = 256') > 0;

SELECT concat('INSERT INTO `', name, '__next` SELECT * FROM `', name, '` SETTINGS insert_deduplicate = 0')
FROM system.tables
WHERE database = currentDatabase() AND name IN ('tokens_dim', 'markets_dim', 'events_dim') AND position(create_table_query, 'index_granularity = 256') > 0;

SELECT concat('EXCHANGE TABLES `', name, '__next` AND `', name, '`')
FROM system.tables
WHERE database = currentDatabase() AND name IN ('tokens_dim', 'markets_dim', 'events_dim') AND position(create_table_query, 'index_granularity = 256') > 0;

DROP TABLE IF EXISTS tokens_dim__next SYNC;
DROP TABLE IF EXISTS markets_dim__next SYNC;
DROP TABLE IF EXISTS events_dim__next SYNC;
