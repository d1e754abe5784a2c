-- The catalogue is looked up by key, a page of fifty conditions or tokens at a time: granules of 256 rows instead of 8,192, so that a name costs no megabyte.
-- Each table is copied beside and exchanged; one that was exchanged already is not copied again.
SELECT replaceRegexpOne(replaceOne(create_table_query, 'index_granularity = 8192', 'index_granularity = 256'), '^CREATE TABLE \\S+', concat('CREATE TABLE IF NOT EXISTS `', name, '__next`'))
FROM system.tables
WHERE database = currentDatabase() AND name IN ('tokens_dim', 'markets_dim', 'events_dim') AND position(create_table_query, 'index_granularity = 8192') > 0;

SELECT concat('TRUNCATE TABLE `', name, '__next`')
FROM system.tables
WHERE database = currentDatabase() AND name IN ('tokens_dim', 'markets_dim', 'events_dim') AND position(create_table_query, 'index_granularity = 8192') > 0;

SELECT concat('INSERT INTO `', name, '__next` SELECT * FROM `', name, '` SETTINGS insert_deduplicate = 0')
FROM system.tables
WHERE database = currentDatabase() AND name IN ('tokens_dim', 'markets_dim', 'events_dim') AND position(create_table_query, 'index_granularity = 8192') > 0;

SELECT concat('EXCHANGE TABLES `', name, '__next` AND `', name, '`')
FROM system.tables
WHERE database = currentDatabase() AND name IN ('tokens_dim', 'markets_dim', 'events_dim') AND position(create_table_query, 'index_granularity = 8192') > 0;

DROP TABLE IF EXISTS tokens_dim__next SYNC;
DROP TABLE IF EXISTS markets_dim__next SYNC;
DROP TABLE IF EXISTS events_dim__next SYNC;
