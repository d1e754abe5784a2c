-- What analysts ask: views that need no FINAL, and copies of what Postgres knows of runs and streams.
CREATE TABLE IF NOT EXISTS run_copies (
  run           UInt64                             COMMENT 'number of the run',
  kind          LowCardinality(String)             COMMENT 'nightly; resolution-file-apply for dropped files; backfill, gaps, reconcile, rollback, rebuild, replay',
  trigger       LowCardinality(String)             COMMENT 'what started it',
  status        LowCardinality(String)             COMMENT 'running until it ends; success, partial, failed or skipped',
  reason        Nullable(String)                   COMMENT 'why it was skipped or did not come to its end',
  attempts      UInt32                             COMMENT '1, and one more for each time it was resumed',
  scheduled_for Nullable(DateTime64(3, 'UTC'))     COMMENT 'when the schedule wanted it; NULL for runs that were started otherwise',
  started_at    DateTime64(3, 'UTC')               COMMENT 'when it began',
  finished_at   Nullable(DateTime64(3, 'UTC'))     COMMENT 'when it ended; NULL while it is running',
  duration_ms   Nullable(UInt64)                   COMMENT 'milliseconds that its steps took',
  rows          UInt64                             COMMENT 'rows that its steps wrote',
  warnings      UInt64                             COMMENT 'warnings of its steps',
  failed_steps  Array(String)                      COMMENT 'names of the steps that failed',
  data_time     Nullable(DateTime('UTC'))          COMMENT 'time of the source up to which it read; NULL when it read no stream',
  fence         Nullable(UInt64)                   COMMENT 'number of the lock''s acquisition under which it wrote: the revision of its rows; NULL for one that never had the lock',
  revision      UInt64                             COMMENT 'microseconds since 1970 at which it was read from Postgres; the highest counts'
)
ENGINE = ReplacingMergeTree(revision) ORDER BY run
COMMENT 'Copies of the runs that Postgres has, for the view runs; refreshed, and not in backups. Read with FINAL.';

CREATE TABLE IF NOT EXISTS freshness_copies (
  kind            Enum8('stream' = 1, 'table' = 2) COMMENT 'what the row is about',
  name            String                           COMMENT 'of the stream or the table',
  data_time       Nullable(DateTime('UTC'))        COMMENT 'time of the source up to which it was read',
  newest_event_at Nullable(DateTime('UTC'))        COMMENT 'block time of the newest event of a stream',
  block           Nullable(UInt64)                 COMMENT 'block at which the stream was read',
  changed_at      Nullable(DateTime('UTC'))        COMMENT 'when it was changed last',
  last_run        Nullable(UInt64)                 COMMENT 'newest run that read the stream, or wrote the table',
  revision        UInt64                           COMMENT 'microseconds since 1970 at which it was read from Postgres; only the newest copy counts'
)
ENGINE = ReplacingMergeTree(revision) ORDER BY (kind, name)
COMMENT 'How fresh streams and tables are, by Postgres, for the view data_freshness; refreshed, and not in backups. Read with FINAL.';

CREATE OR REPLACE VIEW runs AS
SELECT run, kind, trigger, status, reason, attempts, scheduled_for, started_at, finished_at, duration_ms, rows, warnings, failed_steps, data_time, fence
FROM run_copies FINAL
COMMENT 'The newest 1,000 runs, and earlier ones as they were copied then. Copied from Postgres at the end of each run and every ten minutes.';

CREATE OR REPLACE VIEW data_freshness AS
SELECT kind, name, data_time, newest_event_at, block, changed_at, last_run, fromUnixTimestamp64Micro(toInt64(revision), 'UTC') AS copied_at
FROM freshness_copies FINAL
WHERE revision = (SELECT max(revision) FROM freshness_copies)
COMMENT 'How fresh each stream and each table is. Copied from Postgres at the end of each run and every ten minutes.';

CREATE OR REPLACE VIEW trades AS
SELECT event_id, ts, wallet, role, direction, token_id, shares, usd, if(shares = 0, NULL, price) AS price, fee, cashflow, counterparty, era, tx_hash
FROM (SELECT *, tx_hash, price FROM trades_raw FINAL)
COMMENT 'Every trade once, without FINAL. Filter by wallet, token or time. trades_enriched has the market as well.';

-- The catalogue, the payouts and the prices are joined in whole; only the holdings are narrowed by a filter on wallet.
CREATE OR REPLACE VIEW positions AS
SELECT
  p.wallet AS wallet,
  p.condition_id AS condition_id,
  p.outcome_index AS outcome_index,
  c.outcomes[p.outcome_index + 1] AS outcome,
  c.question AS question,
  if(c.canonical_category = '', 'Uncategorized', c.canonical_category) AS canonical_category,
  p.net_shares AS net_shares,
  p.bought_shares AS bought_shares,
  p.sold_shares AS sold_shares,
  p.bought_usd AS bought_usd,
  p.sold_usd AS sold_usd,
  w.condition_id != '' AS is_resolved,
  if(w.condition_id = '', NULL,
    toDecimal128(intDiv(toInt256(w.payout_numerators[p.outcome_index + 1]) * 1000000, greatest(toInt256(w.payout_denominator), toInt256(1))), 6) / 1000000) AS payout,
  if(l.condition_id = '', NULL, l.last_price) AS last_price,
  if(l.condition_id = '', NULL, l.last_trade_at) AS last_price_at,
  if(w.condition_id = '', CAST(p.net_shares * last_price AS Nullable(Decimal(38, 6))),
    -- as payout_value of wallet_condition_pnl: integers of 10^-6 shares, truncated toward zero
    toDecimal128(toDecimal256(intDiv(toInt256(p.net_shares * 1000000) * toInt256(w.payout_numerators[p.outcome_index + 1]),
      greatest(toInt256(w.payout_denominator), toInt256(1))), 6) / 1000000, 6)) AS value_usd,
  p.trades AS trades,
  p.first_ts AS first_ts,
  p.last_ts AS last_ts
FROM outcome_positions_v2 AS p
LEFT JOIN condition_market_map AS c ON c.condition_id = p.condition_id
LEFT JOIN winning_index AS w ON w.condition_id = p.condition_id
LEFT JOIN (
  SELECT k.condition_id AS condition_id, k.outcome_index AS outcome_index, t.last_price AS last_price, t.last_trade_at AS last_trade_at
  FROM (SELECT * FROM tokens_dim FINAL) AS k
  INNER JOIN token_last_prices AS t ON t.token_id = k.token_id
) AS l ON l.condition_id = p.condition_id AND l.outcome_index = p.outcome_index
COMMENT 'What each wallet holds of each outcome, net over all history, with the market, the payout where it is resolved, and the last price.';

ALTER TABLE runs
  COMMENT COLUMN run           'number of the run',
  COMMENT COLUMN kind          'nightly; resolution-file-apply for dropped files; backfill, gaps, reconcile, rollback, rebuild, replay',
  COMMENT COLUMN trigger       'what started it: schedule, schedule-late, http, cli, start or drop',
  COMMENT COLUMN status        'running until it ends; success, partial, failed or skipped',
  COMMENT COLUMN reason        'why it was skipped or did not come to its end; else NULL',
  COMMENT COLUMN attempts      '1, and one more for each time it was resumed',
  COMMENT COLUMN scheduled_for 'when the schedule wanted it; NULL for runs that were started otherwise',
  COMMENT COLUMN started_at    'when it began',
  COMMENT COLUMN finished_at   'when it ended; NULL while it is running',
  COMMENT COLUMN duration_ms   'milliseconds that its steps took',
  COMMENT COLUMN rows          'rows that its steps wrote',
  COMMENT COLUMN warnings      'warnings of its steps',
  COMMENT COLUMN failed_steps  'names of the steps that failed',
  COMMENT COLUMN data_time     'time of the source up to which it read; NULL when it read no stream',
  COMMENT COLUMN fence         'the revision of the rows that it wrote; NULL for one that never had the lock';
ALTER TABLE data_freshness
  COMMENT COLUMN kind            'stream: of events, as it is read; table: that is asked',
  COMMENT COLUMN name            'of the stream or the table',
  COMMENT COLUMN data_time       'time of the source up to which the data is complete; NULL when it was never read, and for catalogues, which have no such time',
  COMMENT COLUMN newest_event_at 'block time of the newest event of a stream; NULL for tables and for streams of entities',
  COMMENT COLUMN block           'block at which the stream was read; NULL for tables',
  COMMENT COLUMN changed_at      'when it was changed last',
  COMMENT COLUMN last_run        'newest run that read the stream, or wrote the table; as in runs',
  COMMENT COLUMN copied_at       'when all this was read from Postgres';
ALTER TABLE trades
  COMMENT COLUMN event_id     'id of the trade, as in trades_raw',
  COMMENT COLUMN ts           'block time',
  COMMENT COLUMN wallet       'whose trade this is; lower case',
  COMMENT COLUMN role         'TAKER rows are the volume; MAKER rows are the other side of the same trades',
  COMMENT COLUMN direction    'BUY or SELL of outcome tokens, seen from the wallet',
  COMMENT COLUMN token_id     'outcome token',
  COMMENT COLUMN shares       'outcome tokens traded',
  COMMENT COLUMN usd          'collateral traded, USDC',
  COMMENT COLUMN price        'USDC a share; NULL where no shares were traded',
  COMMENT COLUMN fee          'as in trades_raw; in no cash flow',
  COMMENT COLUMN cashflow     'USDC: -usd of a BUY, +usd of a SELL',
  COMMENT COLUMN counterparty 'taker address of the event, or the AMM pool; lower case',
  COMMENT COLUMN era          'which contracts: V1 or V2 exchange, or AMM',
  COMMENT COLUMN tx_hash      'transaction';
ALTER TABLE positions
  COMMENT COLUMN wallet             'address, lower case',
  COMMENT COLUMN condition_id       '64 hex',
  COMMENT COLUMN outcome_index      '0-based',
  COMMENT COLUMN outcome            'its label; empty when the market is not known',
  COMMENT COLUMN question           'of the market; empty when it is not known',
  COMMENT COLUMN canonical_category 'of the event; Uncategorized when unknown',
  COMMENT COLUMN net_shares         'bought - sold + split - merged + converted; redemptions are not taken off, so a resolved holding stays',
  COMMENT COLUMN bought_shares      'by trades',
  COMMENT COLUMN sold_shares        'by trades',
  COMMENT COLUMN bought_usd         'USDC paid for them, without fees',
  COMMENT COLUMN sold_usd           'USDC received for them, without fees',
  COMMENT COLUMN is_resolved        '1: the payouts of the condition are known',
  COMMENT COLUMN payout             'USDC that a share of the outcome pays, 0 to 1; NULL until the condition is resolved',
  COMMENT COLUMN last_price         'USDC a share of the token''s newest trade; NULL where nobody traded it',
  COMMENT COLUMN last_price_at      'block time of that trade',
  COMMENT COLUMN value_usd          'net_shares at the payout, or at the last price until there is one; NULL with neither',
  COMMENT COLUMN trades             'number of trades',
  COMMENT COLUMN first_ts           'oldest event',
  COMMENT COLUMN last_ts            'newest event';
