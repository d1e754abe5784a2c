-- trades_raw with its hashes as text again, in the order of the wallets.
SELECT if(free < needed,
    concat('-- stop: trades_raw is copied into its former layout and needs ', formatReadableSize(needed), ' beside its ', formatReadableSize(stored), ', but its disk has ',
      formatReadableSize(free), ' free; make room and migrate again'),
    concat('-- note: copying ', toString(stored_rows), ' rows of trades_raw into its former layout; this needs up to ', formatReadableSize(needed), ' of the ',
      formatReadableSize(free), ' that its disk has free; one that is cut off goes on where it was'))
FROM (
  SELECT sum(bytes_on_disk) AS stored, sum(rows) AS stored_rows, toUInt64(stored * 8) AS needed,
    (SELECT min(unreserved_space) FROM system.disks WHERE name IN (SELECT disk_name FROM system.parts WHERE database = currentDatabase() AND table = 'trades_raw' AND active)) AS free
  FROM system.parts
  WHERE database = currentDatabase() AND table = 'trades_raw' AND active
)
WHERE stored_rows > 0 AND (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'trades_raw' AND name = 'event_key') = 1;

CREATE TABLE IF NOT EXISTS trades_raw__next (
  event_id     String                           COMMENT 'id of the event at its source: transaction hash, "_", order hash or log index',
  wallet       String                           COMMENT 'the order''s maker, or the AMM''s user, whose trade this is; lower case',
  role         Enum8('MAKER' = 1, 'TAKER' = 2)  COMMENT 'TAKER: the taking user''s own order (its counterparty is an exchange contract), or a trade with an AMM pool',
  token_id     UInt256                          COMMENT 'outcome token',
  direction    Enum8('BUY' = 1, 'SELL' = 2)     COMMENT 'of outcome tokens, seen from the wallet',
  shares       Decimal(18, 6)                   COMMENT 'outcome tokens traded',
  usd          Decimal(18, 6)                   COMMENT 'collateral traded, USDC',
  fee          Decimal(18, 6)                   COMMENT 'as in the event; V1: in the asset that the wallet receives (shares of a BUY, USDC of a SELL), AMM: USDC, in usd already, V2: not verified. In no cashflow, and not taken off shares',
  cashflow     Decimal(18, 6)                   COMMENT 'USDC: -usd of a BUY, +usd of a SELL; without fee',
  ts           DateTime('UTC')                  COMMENT 'block time',
  order_hash   String                           COMMENT 'empty for trades with an AMM',
  counterparty String                           COMMENT 'taker address of the event, or the AMM pool; lower case',
  source       LowCardinality(String)           COMMENT 'where it was read',
  era          LowCardinality(String)           COMMENT 'which contracts: V1 or V2 exchange, or AMM',
  revision     UInt64                           COMMENT 'fence of the run that wrote the row; the highest counts',
  is_deleted   UInt8                            COMMENT '1: the source no longer has the event',
  tx_hash      String  ALIAS substring(event_id, 1, 66)  COMMENT 'transaction',
  price        Float64 ALIAS if(shares = 0, nan, toFloat64(usd) / toFloat64(shares)) COMMENT 'USDC a share; not a number where no shares were traded',
  INDEX by_token token_id TYPE bloom_filter(0.01) GRANULARITY 4,
  INDEX by_time ts TYPE minmax GRANULARITY 4,
  INDEX by_revision revision TYPE minmax GRANULARITY 4
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (wallet, token_id, event_id)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'One row per OrderFilled event, attributed to its maker, and per trade with an AMM pool. Read with FINAL.';

CREATE TABLE IF NOT EXISTS trades_raw__copied (
  step     Enum8('COPIED' = 1, 'CHECKED' = 2) COMMENT 'COPIED: as it was in the former table; CHECKED: as it is in the new one',
  portion  UInt16                             COMMENT 'number of the range',
  rows     UInt64                             COMMENT 'events in it',
  contents UInt64                             COMMENT 'sum of a checksum of each event'
)
ENGINE = MergeTree ORDER BY (step, portion)
COMMENT 'How far a migration of trades_raw has come';

-- Each portion is what FINAL returns of it, and the tombstones of what FINAL leaves out; then how many rows that are and a checksum of them.
SELECT replaceAll(arrayJoin([
  $$INSERT INTO trades_raw__next (event_id, wallet, role, token_id, direction, shares, usd, fee, cashflow, ts, order_hash, counterparty, source, era, revision, is_deleted)
    SELECT event_id, wallet, role, token_id, direction, shares, usd, fee, cashflow, ts, order_hash, counterparty, source, era, revision, is_deleted FROM trades_raw FINAL WHERE #range# SETTINGS insert_deduplicate = 0$$,
  $$INSERT INTO trades_raw__next (event_id, wallet, role, token_id, direction, shares, usd, fee, cashflow, ts, order_hash, counterparty, source, era, revision, is_deleted)
    SELECT event_id, wallet, role, token_id, direction, shares, usd, fee, cashflow, ts, order_hash, counterparty, source, era, revision, is_deleted FROM trades_raw
    WHERE #range# AND is_deleted = 1 AND (token_id, wallet, event_key) NOT IN (
      SELECT token_id, wallet, event_key FROM trades_raw FINAL
      WHERE #range# AND (token_id, wallet, event_key) IN (SELECT token_id, wallet, event_key FROM trades_raw WHERE #range# AND is_deleted = 1))
    SETTINGS insert_deduplicate = 0$$,
  concat('INSERT INTO trades_raw__copied SELECT \'COPIED\', ', toString(portion), $$, count(), sum(cityHash64(event_id, wallet, role, token_id, direction, shares, usd, fee, cashflow, ts, order_hash, counterparty, source, era, revision)) FROM trades_raw FINAL WHERE #range#$$)
]), '#range#', range)
FROM (
  SELECT
    number AS portion,
    concat('token_id >= toUInt256(\'', toString(bitShiftLeft(toUInt256(portion), 250)), '\')',
      if(portion = 63, '', concat(' AND token_id < toUInt256(\'', toString(bitShiftLeft(toUInt256(portion + 1), 250)), '\')'))) AS range
  FROM numbers(64)
)
WHERE portion NOT IN (SELECT portion FROM trades_raw__copied WHERE step = 'COPIED')
  AND (SELECT count() FROM trades_raw) > 0 AND (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'trades_raw' AND name = 'event_key') = 1
ORDER BY portion;

-- What was copied is read again, in portions of its own order, and compared with what was there.
SELECT replaceAll(concat('INSERT INTO trades_raw__copied SELECT \'CHECKED\', ', toString(portion), $$, count(), sum(cityHash64(event_id, wallet, role, token_id, direction, shares, usd, fee, cashflow, ts, order_hash, counterparty, source, era, revision)) FROM trades_raw__next FINAL WHERE #range#$$), '#range#', range)
FROM (
  SELECT
    number AS portion,
    concat(if(portion = 0, 'true', concat('wallet >= \'0x', lower(hex(toUInt8(portion * 4))), '\'')),
      if(portion = 63, '', concat(' AND wallet < \'0x', lower(hex(toUInt8(portion * 4 + 4))), '\''))) AS range
  FROM numbers(64)
)
WHERE portion NOT IN (SELECT portion FROM trades_raw__copied WHERE step = 'CHECKED')
  AND (SELECT count() FROM trades_raw) > 0 AND (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'trades_raw' AND name = 'event_key') = 1
ORDER BY portion;

SELECT concat('-- stop: the copy of trades_raw has ', toString(new_rows), ' events, of ', toString(old_rows),
  if(old_rows = new_rows, ', but not the same ones', ''), '; nothing was changed. Drop the tables trades_raw__next and trades_raw__copied and migrate again')
FROM (
  SELECT sumIf(rows, step = 'COPIED') AS old_rows, sumIf(rows, step = 'CHECKED') AS new_rows,
    sumIf(contents, step = 'COPIED') AS old_contents, sumIf(contents, step = 'CHECKED') AS new_contents
  FROM trades_raw__copied
)
WHERE (old_rows != new_rows OR old_contents != new_contents) AND (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'trades_raw' AND name = 'event_key') = 1;

SELECT 'EXCHANGE TABLES trades_raw AND trades_raw__next' WHERE (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'trades_raw' AND name = 'event_key') = 1;
DROP TABLE IF EXISTS trades_raw__next;
DROP TABLE IF EXISTS trades_raw__copied;

CREATE OR REPLACE VIEW trades AS
SELECT event_id, ts, wallet, role, direction, token_id, shares, usd, if(shares = 0, NULL, price) AS price, fee, cashflow, counterparty, era, tx_hash
FROM (SELECT *, tx_hash, price FROM trades_raw FINAL)
COMMENT 'Every trade once, without FINAL. Filter by wallet, token or time. trades_enriched has the market as well.';
CREATE OR REPLACE VIEW trades_enriched AS
SELECT
  t.event_id AS event_id,
  t.wallet AS wallet,
  t.role AS role,
  t.token_id AS token_id,
  t.direction AS direction,
  t.shares AS shares,
  t.usd AS usd,
  t.fee AS fee,
  t.cashflow AS cashflow,
  t.price AS price,
  t.ts AS ts,
  t.tx_hash AS tx_hash,
  t.era AS era,
  k.condition_id AS condition_id,
  if(k.condition_id = '', NULL, k.outcome_index) AS outcome_index,
  c.outcomes[k.outcome_index + 1] AS outcome,
  c.market_id AS market_id,
  c.event_id AS market_event_id,
  c.question AS question,
  if(c.canonical_category = '', 'Uncategorized', c.canonical_category) AS canonical_category,
  c.tags AS tags
FROM (SELECT *, tx_hash, price FROM trades_raw FINAL) AS t
LEFT JOIN (SELECT * FROM tokens_dim FINAL) AS k ON k.token_id = t.token_id
LEFT JOIN condition_market_map AS c ON c.condition_id = k.condition_id
COMMENT 'Every trade with its market, event, category and tags. Volume counts role = TAKER only.';
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
ALTER TABLE trades_enriched
  COMMENT COLUMN event_id           'id of the trade, as in trades_raw',
  COMMENT COLUMN wallet             'whose trade this is; lower case',
  COMMENT COLUMN role               'TAKER rows are the volume',
  COMMENT COLUMN token_id           'outcome token',
  COMMENT COLUMN direction          'BUY or SELL of outcome tokens, seen from the wallet',
  COMMENT COLUMN shares             'outcome tokens traded',
  COMMENT COLUMN usd                'collateral traded, USDC',
  COMMENT COLUMN fee                'as in trades_raw; in no cash flow',
  COMMENT COLUMN cashflow           'USDC: -usd of a BUY, +usd of a SELL',
  COMMENT COLUMN price              'USDC a share',
  COMMENT COLUMN ts                 'block time',
  COMMENT COLUMN tx_hash            'transaction',
  COMMENT COLUMN era                'which contracts: V1 or V2 exchange, or AMM',
  COMMENT COLUMN condition_id       '64 hex; empty for an unknown token',
  COMMENT COLUMN outcome_index      '0-based; NULL for an unknown token',
  COMMENT COLUMN outcome            'its label; empty when unknown',
  COMMENT COLUMN market_id          'id of the catalogue; empty when unknown',
  COMMENT COLUMN market_event_id    'the market''s event; empty when unknown',
  COMMENT COLUMN question           'of the market; empty when unknown',
  COMMENT COLUMN canonical_category 'of the event; Uncategorized when unknown',
  COMMENT COLUMN tags               'tag labels of the event';
