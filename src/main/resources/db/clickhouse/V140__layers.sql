-- Published tables become views of layers: each build adds the rows that it derived as a layer of <table>__layers, and which layers a reader sees is one row
-- of published_layers, so that all tables change at once, on every shard of a cluster as well. What was published becomes layer 0; retained builds end here.
CREATE TABLE IF NOT EXISTS published_layers (
  name       String                     COMMENT '''published'', ''staged'', or the number of a build that is retained',
  build      UInt64                     COMMENT 'number of the build; 0 where none is staged',
  layers     Map(String, Array(UInt64)) COMMENT 'layers of each published table, the oldest first: the numbers of the builds that wrote them',
  sequence   UInt64                     COMMENT 'rises with each change; the highest counts',
  is_deleted UInt8                      COMMENT '1: not retained any longer'
)
ENGINE = ReplacingMergeTree(sequence, is_deleted) ORDER BY name
COMMENT 'Which layers of the published tables a reader sees. Read with FINAL.';

SELECT concat(
  'CREATE TABLE IF NOT EXISTS `', t.name, '__layers` (', c.columns, ', layer UInt64 COMMENT ''number of the build that wrote the row, or of an older one that its layer was merged into'',',
  ' is_deleted UInt8 DEFAULT 0 COMMENT ''1: the row of an earlier layer with this key is gone'', version UInt64 DEFAULT layer COMMENT ''number of the build that wrote the row; the highest that is visible counts'')',
  ' ENGINE = ReplacingMergeTree(version, is_deleted) PARTITION BY layer ORDER BY (', t.sorting_key, ') SETTINGS index_granularity = 1024',
  ' COMMENT ''Rows of ', t.name, ' by the builds that wrote them. Read the view ', t.name, '.''')
FROM (
  SELECT name, sorting_key FROM system.tables
  WHERE database = currentDatabase() AND engine = 'MergeTree' AND name IN ('outcome_positions_v2', 'trade_cashflows_v3', 'wallet_condition_pnl',
    'wallet_resolution_outcomes', 'wallet_category_pnl', 'wallet_average_cost_pnl', 'wallet_open_positions', 'token_last_prices')
) AS t
INNER JOIN (
  SELECT table, arrayStringConcat(arrayMap(x -> x.2, arraySort(groupArray((position,
    concat('`', name, '` ', type, ' COMMENT ''', replaceAll(replaceAll(comment, '\\', '\\\\'), '''', '\\'''), ''''))))), ', ') AS columns
  FROM system.columns WHERE database = currentDatabase() GROUP BY table
) AS c ON c.table = t.name;

-- layer 0, of version 0: a copy that was cut off and is made again adds nothing
SELECT concat('INSERT INTO `', table, '__layers` (', arrayStringConcat(groupArray(name), ', '), ', layer) SELECT ', arrayStringConcat(groupArray(name), ', '), ', 0 FROM `', table, '`')
FROM system.columns
WHERE database = currentDatabase() AND table IN (
  SELECT name FROM system.tables
  WHERE database = currentDatabase() AND engine = 'MergeTree' AND name IN ('outcome_positions_v2', 'trade_cashflows_v3', 'wallet_condition_pnl',
    'wallet_resolution_outcomes', 'wallet_category_pnl', 'wallet_average_cost_pnl', 'wallet_open_positions', 'token_last_prices'))
GROUP BY table;

INSERT INTO published_layers VALUES ('published', 0, mapFromArrays(['outcome_positions_v2', 'trade_cashflows_v3', 'wallet_condition_pnl',
  'wallet_resolution_outcomes', 'wallet_category_pnl', 'wallet_average_cost_pnl', 'wallet_open_positions', 'token_last_prices'],
  arrayResize([[toUInt64(0)]], 8, [toUInt64(0)])), 0, 0);

SELECT concat('DROP TABLE IF EXISTS `', name, '` SYNC SETTINGS max_table_size_to_drop = 0')
FROM system.tables
WHERE database = currentDatabase() AND engine = 'MergeTree' AND match(name, concat('^(outcome_positions_v2|trade_cashflows_v3|wallet_condition_pnl',
  '|wallet_resolution_outcomes|wallet_category_pnl|wallet_average_cost_pnl|wallet_open_positions|token_last_prices)(|__build|__retained_[0-9]+)$'));

-- the view <table> is what is published, <table>__build what is being built. PREWHERE, because which rows are visible is decided before FINAL chooses among them.
SELECT concat('CREATE OR REPLACE VIEW `', p.1, p.2, '` (', columns, ') AS SELECT ', names, ' FROM `', p.1, '__layers` FINAL PREWHERE layer IN',
  ' (SELECT arrayJoin(layers[''', p.1, ''']) FROM published_layers FINAL WHERE name = ''', p.3, ''')',
  ' SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0 COMMENT ''', p.4, '''')
FROM (
  SELECT
    replaceOne(table, '__layers', '') AS published,
    arrayStringConcat(arrayMap(x -> x.2, arraySort(groupArray((position,
      concat('`', name, '` ', type, ' COMMENT ''', replaceAll(replaceAll(comment, '\\', '\\\\'), '''', '\\'''), ''''))))), ', ') AS columns,
    arrayStringConcat(arrayMap(x -> x.2, arraySort(groupArray((position, concat('`', name, '`'))))), ', ') AS names,
    arrayJoin([
      (published, '', 'published', transform(published,
        ['outcome_positions_v2', 'trade_cashflows_v3', 'wallet_condition_pnl', 'wallet_resolution_outcomes', 'wallet_category_pnl',
          'wallet_average_cost_pnl', 'wallet_open_positions', 'token_last_prices'],
        ['Net holding per wallet and outcome over all history.',
          'Cash per wallet and condition over all history.',
          'Realised P&L per wallet and resolved condition. Unresolved conditions are not in it.',
          'Did the wallet stand for what came true? One row per wallet and resolved condition. Accuracy is avg(won).',
          'Realised P&L per wallet and category of the event.',
          'Average-cost P&L per wallet and outcome, resolved or not. Other numbers than realized_pnl_usd, by definition.',
          'Holdings in conditions that were not resolved when the build was made.',
          'Price of the newest trade of each outcome token. A token that was never traded has no row.'], '')),
      (published, '__build', 'staged', concat('What ', published, ' will be when the build in progress is published.'))]) AS p
  FROM system.columns
  WHERE database = currentDatabase() AND table IN ('outcome_positions_v2__layers', 'trade_cashflows_v3__layers', 'wallet_condition_pnl__layers',
      'wallet_resolution_outcomes__layers', 'wallet_category_pnl__layers', 'wallet_average_cost_pnl__layers', 'wallet_open_positions__layers',
      'token_last_prices__layers')
    AND name NOT IN ('layer', 'is_deleted', 'version')
  GROUP BY table
);
