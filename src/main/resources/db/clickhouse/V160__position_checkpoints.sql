-- A build goes on from what each position was after the last one, and reads only the events that came since.
CREATE TABLE IF NOT EXISTS position_checkpoints__layers (
  condition_id         String                 COMMENT '64 hex' CODEC(ZSTD(1)),
  wallet               String                 COMMENT 'address, lower case' CODEC(ZSTD(1)),
  outcome_index        UInt8                  COMMENT '0-based' CODEC(ZSTD(1)),
  bought_shares        Decimal(38, 6)         COMMENT 'as in outcome_positions_v2' CODEC(ZSTD(1)),
  sold_shares          Decimal(38, 6)         COMMENT 'as in outcome_positions_v2' CODEC(ZSTD(1)),
  bought_usd           Decimal(38, 6)         COMMENT 'as in outcome_positions_v2' CODEC(ZSTD(1)),
  sold_usd             Decimal(38, 6)         COMMENT 'as in outcome_positions_v2' CODEC(ZSTD(1)),
  split_shares         Decimal(38, 6)         COMMENT 'as in outcome_positions_v2' CODEC(ZSTD(1)),
  merged_shares        Decimal(38, 6)         COMMENT 'as in outcome_positions_v2' CODEC(ZSTD(1)),
  converted_shares     Decimal(38, 6)         COMMENT 'as in outcome_positions_v2' CODEC(ZSTD(1)),
  split_cash           Decimal(38, 6)         COMMENT 'USDC of splits, booked on the first outcome; never positive' CODEC(ZSTD(1)),
  merge_cash           Decimal(38, 6)         COMMENT 'USDC of merges, booked on the first outcome; never negative' CODEC(ZSTD(1)),
  conversion_cash      Decimal(38, 6)         COMMENT 'USDC of conversions, booked on the questions given up' CODEC(ZSTD(1)),
  trades               UInt64                 COMMENT 'number of trades' CODEC(ZSTD(1)),
  first_ts             DateTime('UTC')        COMMENT 'first event other than a redemption; 1970 where there is none' CODEC(ZSTD(1)),
  last_ts              DateTime('UTC')        COMMENT 'last event other than a redemption; 1970 where there is none' CODEC(ZSTD(1)),
  average_cost_pnl_usd Decimal(38, 6)         COMMENT 'as in wallet_average_cost_pnl' CODEC(ZSTD(1)),
  held_shares          Decimal(38, 6)         COMMENT 'as in wallet_average_cost_pnl' CODEC(ZSTD(1)),
  average_price        Decimal(38, 6)         COMMENT 'as in wallet_average_cost_pnl' CODEC(ZSTD(1)),
  acquired_shares      Decimal(38, 6)         COMMENT 'as in wallet_average_cost_pnl' CODEC(ZSTD(1)),
  oversold_shares      Decimal(38, 6)         COMMENT 'as in wallet_average_cost_pnl' CODEC(ZSTD(1)),
  redeemed_shares      Decimal(38, 6)         COMMENT 'as in wallet_average_cost_pnl' CODEC(ZSTD(1)),
  redemptions          UInt32                 COMMENT 'redemptions of the condition, those without a known payout included' CODEC(ZSTD(1)),
  checkpoint_at        DateTime('UTC')        COMMENT 'time of the newest event that is in: a later one goes on from here, any other replays the wallet''s condition' CODEC(ZSTD(1)),
  canonical_category   LowCardinality(String) COMMENT 'of a resolved condition; empty for one that is not resolved' CODEC(ZSTD(1)),
  realized_pnl_usd     Decimal(38, 6)         COMMENT 'cash of the outcome + net shares at payout; 0 for a condition that is not resolved' CODEC(ZSTD(1)),
  revision             UInt64                 COMMENT 'fence of the run that derived the row' CODEC(ZSTD(1)),
  layer                UInt64                 COMMENT 'number of the build that wrote the row, or of an older one that its layer was merged into',
  is_deleted           UInt8 DEFAULT 0        COMMENT '1: the row of an earlier layer with this key is gone',
  version              UInt64 DEFAULT layer   COMMENT 'number of the build that wrote the row; the highest that is visible counts'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY layer
ORDER BY (condition_id, wallet, outcome_index)
SETTINGS index_granularity = 512
COMMENT 'Rows of position_checkpoints by the builds that wrote them. Read the view position_checkpoints.';

-- the view <table> is what is published, <table>__build what is being built, as for the other published tables
SELECT concat('CREATE OR REPLACE VIEW `', p.1, p.2, '` (', columns, ') AS SELECT ', names, ' FROM `', p.1, '__layers` FINAL PREWHERE layer IN',
  ' (SELECT arrayJoin(layers[''', p.1, ''']) FROM published_layers FINAL WHERE name = ''', p.3, ''')',
  ' SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0 COMMENT ''', p.4, '''')
FROM (
  SELECT
    arrayStringConcat(arrayMap(x -> x.2, arraySort(groupArray((position,
      concat('`', name, '` ', type, ' COMMENT ''', replaceAll(replaceAll(comment, '\\', '\\\\'), '''', '\\'''), ''''))))), ', ') AS columns,
    arrayStringConcat(arrayMap(x -> x.2, arraySort(groupArray((position, concat('`', name, '`'))))), ', ') AS names,
    arrayJoin([
      ('position_checkpoints', '', 'published', 'What each position was after the last build: sums of its events and its average cost. One row per condition, wallet and outcome.'),
      ('position_checkpoints', '__build', 'staged', 'What position_checkpoints will be when the build in progress is published.')]) AS p
  FROM system.columns
  WHERE database = currentDatabase() AND table = 'position_checkpoints__layers' AND name NOT IN ('layer', 'is_deleted', 'version')
);

DROP TABLE IF EXISTS ledger_legs SYNC;

CREATE TABLE IF NOT EXISTS ledger_positions (
  wallet               String                 COMMENT 'address, lower case',
  condition_id         String                 COMMENT '64 hex',
  outcome_index        UInt8                  COMMENT '0-based',
  bought_shares        Decimal(38, 6)         COMMENT 'as in position_checkpoints, like the columns after it',
  sold_shares          Decimal(38, 6)         COMMENT 'sold',
  bought_usd           Decimal(38, 6)         COMMENT 'USDC paid for what was bought',
  sold_usd             Decimal(38, 6)         COMMENT 'USDC received for what was sold',
  split_shares         Decimal(38, 6)         COMMENT 'split into',
  merged_shares        Decimal(38, 6)         COMMENT 'merged',
  converted_shares     Decimal(38, 6)         COMMENT 'gained by conversions, or negative',
  split_cash           Decimal(38, 6)         COMMENT 'USDC of splits, on the first outcome',
  merge_cash           Decimal(38, 6)         COMMENT 'USDC of merges, on the first outcome',
  conversion_cash      Decimal(38, 6)         COMMENT 'USDC of conversions, on the questions given up',
  trades               UInt64                 COMMENT 'number of trades',
  first_ts             DateTime('UTC')        COMMENT 'first event other than a redemption; 1970 where there is none',
  last_ts              DateTime('UTC')        COMMENT 'last event other than a redemption; 1970 where there is none',
  average_cost_pnl_usd Decimal(38, 6)         COMMENT 'P&L by average cost',
  held_shares          Decimal(38, 6)         COMMENT 'held by that bookkeeping',
  average_price        Decimal(38, 6)         COMMENT 'USDC a share',
  acquired_shares      Decimal(38, 6)         COMMENT 'bought, split, converted into',
  oversold_shares      Decimal(38, 6)         COMMENT 'given up without being held',
  redeemed_shares      Decimal(38, 6)         COMMENT 'held when redeemed',
  redemptions          UInt32                 COMMENT 'redemptions of the condition',
  checkpoint_at        DateTime('UTC')        COMMENT 'time of the newest event that is in',
  is_deleted           UInt8                  COMMENT '1: no event is left of what was published',
  is_new               UInt8                  COMMENT '1: nothing was published of the position',
  former_category      LowCardinality(String) COMMENT 'canonical_category of the published row; empty for none',
  former_realized_usd  Decimal(38, 6)         COMMENT 'realized_pnl_usd of the published row',
  former_trades        UInt64                 COMMENT 'trades of the published row'
)
ENGINE = MergeTree ORDER BY (wallet, condition_id, outcome_index)
COMMENT 'Positions that the build in progress recomputes, with what was published of them.';

-- What the statements of a build need of each condition and token, once for all of them: the views behind it go through all markets.
CREATE TABLE IF NOT EXISTS ledger_conditions (
  condition_id       String                         COMMENT '64 hex',
  outcomes           UInt16                         COMMENT 'number of outcomes, as far as tokens are known, and at least 2',
  is_resolved        UInt8                          COMMENT '1: the payout is known',
  source             LowCardinality(String)         COMMENT 'of the resolution',
  resolved_at        Nullable(DateTime64(3, 'UTC')) COMMENT 'time of the resolution where its source has one',
  payout_numerators  Array(UInt256)                 COMMENT 'by outcome; empty where the payout is not known',
  payout_denominator UInt256                        COMMENT 'never 0',
  canonical_category LowCardinality(String)         COMMENT 'of the event; Uncategorized when unknown',
  market_id          String                         COMMENT 'id of the catalogue; empty when unknown'
)
ENGINE = MergeTree ORDER BY condition_id
COMMENT 'Conditions of the positions that the build in progress recomputes.';

DROP TABLE IF EXISTS ledger_affected SYNC;
CREATE TABLE ledger_affected (
  wallet       String COMMENT 'address, lower case',
  condition_id String COMMENT '64 hex',
  replay       UInt8  COMMENT '1: all events count again, 0: the published position and the events that came since. 1 decides where there are both',
  first_ts     DateTime('UTC') COMMENT 'the earliest event that came; 2106 where none did'
)
ENGINE = MergeTree ORDER BY (wallet, condition_id)
COMMENT 'Conditions of wallets that the build in progress recomputes; none when it recomputes all.';

CREATE TABLE IF NOT EXISTS ledger_new_trades (
  wallet    String                        COMMENT 'address, lower case',
  token_id  UInt256                       COMMENT 'outcome token',
  event_id  String                        COMMENT 'as in trades_raw, like the columns after it',
  direction Enum8('BUY' = 1, 'SELL' = 2)  COMMENT 'of outcome tokens, seen from the wallet',
  shares    Decimal(18, 6)                COMMENT 'outcome tokens traded',
  usd       Decimal(18, 6)                COMMENT 'collateral traded, USDC',
  ts        DateTime('UTC')               COMMENT 'block time',
  replay    UInt8                         COMMENT '1: a tombstone, or it was there before'
)
ENGINE = MergeTree ORDER BY (token_id, wallet)
COMMENT 'Trades that came since the last build.';

CREATE TABLE IF NOT EXISTS ledger_new_position_events (
  wallet             String          COMMENT 'address, lower case',
  condition_id       String          COMMENT '64 hex; empty for conversions',
  neg_risk_market_id String          COMMENT '64 hex of conversions, else empty',
  first_ts           DateTime('UTC') COMMENT 'the earliest of them',
  replay             UInt8           COMMENT '1: some are tombstones, or were there before'
)
ENGINE = MergeTree ORDER BY (wallet, condition_id)
COMMENT 'Position events that came since the last build, by wallet and condition.';

-- Which wallets ever converted in which group: there, what happens in one condition of the group can change the others.
CREATE TABLE IF NOT EXISTS converting_wallets (
  neg_risk_market_id String                               COMMENT '64 hex',
  wallet             String                               COMMENT 'address, lower case',
  questions          SimpleAggregateFunction(max, UInt16) COMMENT 'how many questions the group had at most when it converted',
  revision           SimpleAggregateFunction(max, UInt64) COMMENT 'fence of the run that stated it last'
)
ENGINE = AggregatingMergeTree ORDER BY (neg_risk_market_id, wallet)
COMMENT 'Wallets that have converted in a neg-risk group, or had by an event that was tombstoned since.';

-- What a merge of markets_dim forgets: which place a condition has or had in which group.
CREATE TABLE IF NOT EXISTS neg_risk_questions (
  neg_risk_market_id String COMMENT '64 hex; empty for a condition that left its group',
  condition_id       String COMMENT '64 hex',
  question_index     Int16  COMMENT 'place in the group; -1 where it has none, -2 for a market that was tombstoned',
  noted_in           UInt64 COMMENT 'fence of the run that first stated it'
)
ENGINE = MergeTree ORDER BY (condition_id, neg_risk_market_id, question_index)
COMMENT 'Which conditions have or had which place in which neg-risk group.';
DROP TABLE IF EXISTS neg_risk_members SYNC;

DROP TABLE IF EXISTS ledger_affected_tokens SYNC;
CREATE TABLE ledger_affected_tokens (
  token_id UInt256 COMMENT 'outcome token',
  replay   UInt8   COMMENT '1: all trades count again, 0: the published price and the trades that came since. 1 decides where there are both'
)
ENGINE = MergeTree ORDER BY token_id
COMMENT 'Tokens of which the build in progress recomputes the price; none when it recomputes all.';

-- What a merge of trades_raw and position_events forgets: that a row replaced another one.
CREATE TABLE IF NOT EXISTS corrected_events (
  wallet             String  COMMENT 'address, lower case',
  token_id           UInt256 COMMENT 'outcome token of trades, else 0',
  condition_id       String  COMMENT '64 hex of splits, merges and redemptions, else empty',
  neg_risk_market_id String  COMMENT '64 hex of conversions, else empty',
  revision           UInt64  COMMENT 'fence of the run that corrected them'
)
ENGINE = MergeTree ORDER BY (revision, wallet)
COMMENT 'Of which wallets and markets events were corrected, tombstoned or read again.';
