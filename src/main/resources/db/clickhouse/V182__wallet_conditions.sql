-- What HTTP reads of a wallet, in one row for each of its conditions: planning a statement costs more than reading some rows, and each table that it names is planned.
-- Amounts are an array for the same reason: a column costs as much as an aggregate over it. Small granules and blocks, because some rows are read at a time.
CREATE TABLE IF NOT EXISTS wallet_conditions__layers (
  wallet       String                        COMMENT 'address, lower case' CODEC(ZSTD(1)),
  condition_id String                        COMMENT '64 hex' CODEC(ZSTD(1)),
  first_ts     DateTime('UTC')               COMMENT 'oldest event' CODEC(ZSTD(1)),
  last_ts      DateTime('UTC')               COMMENT 'newest event' CODEC(ZSTD(1)),
  won          Int8                          COMMENT 'as in wallet_resolution_outcomes; -1 where that has no row' CODEC(ZSTD(1)),
  amounts      Array(Decimal(38, 6))         COMMENT 'trades, cashflow, average_cost_pnl_usd, unredeemed_pnl_usd; of a resolved condition also 1, realized_pnl_usd, gross_pnl_usd, realized_pnl_usd above 0, redemption_gap_usd, payout_value, trades, 1 with profit, 1 with loss, 1 with oversold shares. Each adds up over conditions' CODEC(ZSTD(1)),
  outcomes     Array(Array(Decimal(38, 6)))  COMMENT 'of each outcome with a position: outcome_index, net_shares, bought_shares, sold_shares, bought_usd, sold_usd, average_price, average_cost_pnl_usd' CODEC(ZSTD(1)),
  holdings     Array(Tuple(token_id UInt256, net_shares Decimal(38, 6), average_price Nullable(Decimal(38, 6)), average_cost_held_shares Decimal(38, 6), average_cost_price Decimal(38, 6)))
                                             COMMENT 'rows of wallet_open_positions' CODEC(ZSTD(1)),
  revision     UInt64                        COMMENT 'fence of the run that worked the row out' CODEC(ZSTD(1)),
  layer        UInt64                        COMMENT 'number of the build that wrote the row, or of an older one that its layer was merged into' CODEC(ZSTD(1)),
  is_deleted   UInt8 DEFAULT 0               COMMENT '1: the row of an earlier layer with this key is gone' CODEC(ZSTD(1)),
  version      UInt64 DEFAULT layer          COMMENT 'number of the build that wrote the row; the highest that is visible counts' CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY layer
PRIMARY KEY wallet
ORDER BY (wallet, condition_id)
SETTINGS index_granularity = 256, min_compress_block_size = 8192, max_compress_block_size = 16384
COMMENT 'Rows of wallet_conditions by the builds that wrote them. Read the view wallet_conditions.';

-- the views of a published table have its columns
SELECT concat('CREATE OR REPLACE VIEW `wallet_conditions', kind.1, '` (', c.columns, ') AS SELECT ', c.names, ' FROM wallet_conditions__layers FINAL PREWHERE layer IN',
  ' (SELECT arrayJoin(layers[''wallet_conditions'']) FROM published_layers FINAL WHERE name = ''', kind.2, ''')',
  ' SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0 COMMENT ''', kind.3, '''')
FROM (
  SELECT
    arrayStringConcat(arrayMap(x -> x.2, arraySort(groupArray((position,
      concat('`', name, '` ', type, ' COMMENT ''', replaceAll(replaceAll(comment, '\\', '\\\\'), '''', '\\'''), ''''))))), ', ') AS columns,
    arrayStringConcat(arrayMap(x -> x.2, arraySort(groupArray((position, concat('`', name, '`'))))), ', ') AS names
  FROM system.columns
  WHERE database = currentDatabase() AND table = 'wallet_conditions__layers' AND name NOT IN ('layer', 'is_deleted', 'version')
) AS c
ARRAY JOIN [
  ('', 'published', 'What a wallet did, earned and holds in each condition, as the other tables have it, in one row. For the HTTP interface: analysts read the other tables.'),
  ('__build', 'staged', 'What wallet_conditions will be when the build in progress is published.')] AS kind;
