-- Returns the statements that make, on a node of a cluster that is sharded by wallet, the database <database>_cluster: the published tables of all nodes, under
-- their names. To be asked and run on each node, and again after each update of Cascadian:
--   clickhouse-client --param_cluster=wallets --param_database=cascadian --format=TSVRaw --queries-file=cluster-views.sql > statements.sql
--   clickhouse-client --queries-file=statements.sql
-- cluster is the name in the server's remote_servers, database that of Cascadian.
--
-- Which build a query reads is looked up once, on the node that is asked, and sent to the others: GLOBAL IN. With IN each node would look it up for itself, and a
-- query that arrives while a build is published would mix two builds. skip_unavailable_shards is 0: a node that is down is an error, not a smaller answer.
WITH
  concat({database:String}, '_cluster') AS whole,
  -- of tables across wallets each node has what its own wallets did, which is put together here
  map(
    'condition_totals', '
SELECT
  t.condition_id AS condition_id,
  -- the best source that a node has: redemptions and trades are of its own wallets, the other two are the same on all
  multiIf(
    countIf(t.settled_source = ''chain'') > 0, minIf(t.settled_at, t.settled_source = ''chain''),
    countIf(t.settled_source = ''catalogue'') > 0, minIf(t.settled_at, t.settled_source = ''catalogue''),
    countIf(t.settled_source = ''redemption'') > 0, minIf(t.settled_at, t.settled_source = ''redemption''),
    max(t.settled_at)) AS settled_at,
  multiIf(
    countIf(t.settled_source = ''chain'') > 0, ''chain'',
    countIf(t.settled_source = ''catalogue'') > 0, ''catalogue'',
    countIf(t.settled_source = ''redemption'') > 0, ''redemption'',
    countIf(t.settled_source = ''trade'') > 0, ''trade'', '''') AS settled_source,
  sum(t.wallets) AS wallets,
  sum(t.incomplete_wallets) AS incomplete_wallets,
  -- each node truncated the payout of its own wallets
  sum(t.imbalance_usd - toDecimal128(toDecimal256(intDiv(t.payout_units, greatest(toInt256(t.payout_denominator), toInt256(1))), 6) / 1000000, 6))
    + toDecimal128(toDecimal256(intDiv(sum(t.payout_units), greatest(toInt256(max(t.payout_denominator)), toInt256(1))), 6) / 1000000, 6) AS imbalance_usd,
  sum(t.gross_pnl_usd) AS gross_pnl_usd,
  sum(t.realized_pnl_usd) AS realized_pnl_usd,
  sum(t.fee_shares) AS fee_shares,
  sum(t.fee_usd) AS fee_usd,
  sum(t.redeemed_usd) AS redeemed_usd,
  sum(t.trades) AS trades,
  max(t.last_ts) AS last_ts,
  max(t.revision) AS revision
FROM ($rows) AS t
GROUP BY t.condition_id',
    'token_last_prices', '
SELECT
  t.token_id AS token_id,
  argMax(t.last_price, (t.last_trade_at, t.last_event_key)) AS last_price,
  max(t.last_trade_at) AS last_trade_at,
  max(t.revision) AS revision
FROM ($rows) AS t
GROUP BY t.token_id') AS across,
  tables AS (
    SELECT replaceOne(name, '__layers', '') AS published, name AS layers
    FROM system.tables
    WHERE database = {database:String} AND endsWith(name, '__layers')
  ),
  columns AS (
    SELECT
      table,
      arrayStringConcat(arrayMap(x -> concat('`', x.2, '`'), arraySort(groupArray((position, name)))), ', ') AS names,
      has(groupArray(name), 'wallet') AS is_by_wallet
    FROM system.columns
    WHERE database = {database:String}
    GROUP BY table
  )
SELECT statement
FROM (
  SELECT 0 AS place, concat('CREATE DATABASE IF NOT EXISTS `', whole, '`;') AS statement
  UNION ALL
  -- without a sharding key: layers are written on the nodes themselves
  SELECT 1, concat('CREATE OR REPLACE TABLE `', whole, '`.`', layers, '` AS `', {database:String}, '`.`', layers, '` ENGINE = Distributed(`', {cluster:String}, '`, `',
    {database:String}, '`, `', layers, '`);')
  FROM tables
  UNION ALL
  SELECT 2, concat('CREATE OR REPLACE VIEW `', whole, '`.`', published, '` AS ',
    replaceOne(if(is_by_wallet, '$rows', concat('SELECT ', names, ' FROM (', across[published], ')')), '$rows', concat(
      'SELECT ', if(is_by_wallet, names, '*'), ' FROM `', whole, '`.`', layers, '` FINAL PREWHERE layer GLOBAL IN (SELECT arrayJoin(layers[''', published,
      ''']) FROM `', {database:String}, '`.published_layers FINAL WHERE name = ''published'')',
      ' SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0, skip_unavailable_shards = 0')),
    ';')
  FROM tables INNER JOIN columns ON columns.table = tables.published
  WHERE throwIf(NOT is_by_wallet AND NOT mapContains(across, published), 'a published table across wallets is not put together in this file') = 0
)
ORDER BY place, statement
