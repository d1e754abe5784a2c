-- What is published becomes plain tables again; other builds end here. The next run of the former program recomputes everything.
DROP VIEW IF EXISTS outcome_positions_v2__build;
DROP VIEW IF EXISTS trade_cashflows_v3__build;
DROP VIEW IF EXISTS wallet_condition_pnl__build;
DROP VIEW IF EXISTS wallet_resolution_outcomes__build;
DROP VIEW IF EXISTS wallet_category_pnl__build;
DROP VIEW IF EXISTS wallet_average_cost_pnl__build;
DROP VIEW IF EXISTS wallet_open_positions__build;
DROP VIEW IF EXISTS token_last_prices__build;

SELECT concat('CREATE OR REPLACE TABLE `', t.name, '__plain` (', c.columns, ') ENGINE = MergeTree ORDER BY (', t.sorting_key, ') COMMENT ''',
  replaceAll(replaceAll(t.comment, '\\', '\\\\'), '''', '\\'''), ''' AS SELECT * FROM `', t.name, '`')
FROM (
  SELECT v.name AS name, v.comment AS comment, l.sorting_key AS sorting_key
  FROM (SELECT name, comment FROM system.tables WHERE database = currentDatabase() AND engine = 'View') AS v
  INNER JOIN (SELECT replaceOne(name, '__layers', '') AS view, sorting_key FROM system.tables WHERE database = currentDatabase() AND endsWith(name, '__layers')) AS l
    ON l.view = v.name
) AS t
INNER JOIN (
  SELECT table, arrayStringConcat(arrayMap(x -> x.2, arraySort(groupArray((position,
    concat('`', name, '` ', type, ' COMMENT ''', replaceAll(replaceAll(comment, '\\', '\\\\'), '''', '\\'''), ''''))))), ', ') AS columns
  FROM system.columns WHERE database = currentDatabase() GROUP BY table
) AS c ON c.table = t.name;

SELECT concat('DROP VIEW IF EXISTS `', replaceOne(name, '__plain', ''), '`')
FROM system.tables
WHERE database = currentDatabase() AND endsWith(name, '__plain')
  AND replaceOne(name, '__plain', '') IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'View');

SELECT concat('RENAME TABLE `', name, '` TO `', replaceOne(name, '__plain', ''), '`')
FROM system.tables
WHERE database = currentDatabase() AND endsWith(name, '__plain');

SELECT concat('DROP TABLE IF EXISTS `', name, '` SYNC SETTINGS max_table_size_to_drop = 0')
FROM system.tables
WHERE database = currentDatabase() AND endsWith(name, '__layers');

DROP TABLE IF EXISTS published_layers SYNC;
