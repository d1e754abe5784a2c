-- position_events with its event ids as text again.
SELECT if(free < needed,
    concat('-- stop: position_events is copied into its former layout and needs ', formatReadableSize(needed), ' beside its ', formatReadableSize(stored), ', but its disk has ',
      formatReadableSize(free), ' free; make room and migrate again'),
    concat('-- note: copying ', toString(stored_rows), ' rows of position_events into its former layout; this needs up to ', formatReadableSize(needed), ' of the ',
      formatReadableSize(free), ' that its disk has free; one that is cut off goes on where it was'))
FROM (
  SELECT sum(bytes_on_disk) AS stored, sum(rows) AS stored_rows, toUInt64(stored * 8) AS needed,
    (SELECT min(unreserved_space) FROM system.disks WHERE name IN (SELECT disk_name FROM system.parts WHERE database = currentDatabase() AND table = 'position_events' AND active)) AS free
  FROM system.parts
  WHERE database = currentDatabase() AND table = 'position_events' AND active
)
WHERE stored_rows > 0 AND (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'position_events' AND name = 'event_key') = 1;

CREATE TABLE IF NOT EXISTS position_events__next (
  event_id           String COMMENT 'id of the event at its source',
  wallet             String          COMMENT 'stakeholder or redeemer; lower case',
  kind               Enum8('SPLIT' = 1, 'MERGE' = 2, 'REDEMPTION' = 3, 'CONVERSION' = 4) COMMENT 'CONVERSION: of neg-risk NO shares into YES shares and collateral',
  condition_id       String          COMMENT '64 hex; empty for CONVERSION',
  neg_risk_market_id String          COMMENT '64 hex of a CONVERSION, else empty',
  amount             Decimal(18, 6)  COMMENT 'sets split or merged, NO shares converted; of a REDEMPTION the collateral paid out',
  index_sets         Array(UInt256)  COMMENT 'REDEMPTION: redeemed index sets; CONVERSION: one bit set of question indexes',
  question_count     UInt16          COMMENT 'CONVERSION: questions of the neg-risk market at that time',
  ts                 DateTime('UTC') COMMENT 'block time',
  source             LowCardinality(String) COMMENT 'where it was read',
  era                LowCardinality(String) COMMENT 'exchange generation, as in the route of the stream',
  revision           UInt64 COMMENT 'fence of the run that wrote the row; the highest counts',
  is_deleted         UInt8 COMMENT '1: the source no longer has the event',
  tx_hash            String ALIAS substring(event_id, 1, 66) COMMENT 'transaction',
  INDEX by_condition condition_id TYPE bloom_filter(0.01) GRANULARITY 4,
  INDEX by_time ts TYPE minmax GRANULARITY 4,
  INDEX by_group neg_risk_market_id TYPE bloom_filter(0.01) GRANULARITY 4,
  INDEX by_revision revision TYPE minmax GRANULARITY 4
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (wallet, event_id)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Splits, merges, redemptions and neg-risk conversions, once each. Not trades. Read with FINAL.';

CREATE TABLE IF NOT EXISTS position_events__copied (
  step     Enum8('COPIED' = 1, 'CHECKED' = 2) COMMENT 'COPIED: as it was in the former table; CHECKED: as it is in the new one',
  portion  UInt16                             COMMENT 'number of the range',
  rows     UInt64                             COMMENT 'events in it',
  contents UInt64                             COMMENT 'sum of a checksum of each event'
)
ENGINE = MergeTree ORDER BY (step, portion)
COMMENT 'How far a migration of position_events has come';

-- Each portion is what FINAL returns of it, and the tombstones of what FINAL leaves out; then how many rows that are and a checksum of them.
SELECT replaceAll(arrayJoin([
  $$INSERT INTO position_events__next (event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts, source, era, revision, is_deleted)
    SELECT event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts, source, era, revision, is_deleted FROM position_events FINAL WHERE #range# SETTINGS insert_deduplicate = 0$$,
  $$INSERT INTO position_events__next (event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts, source, era, revision, is_deleted)
    SELECT event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts, source, era, revision, is_deleted FROM position_events
    WHERE #range# AND is_deleted = 1 AND (wallet, event_key) NOT IN (
      SELECT wallet, event_key FROM position_events FINAL
      WHERE #range# AND (wallet, event_key) IN (SELECT wallet, event_key FROM position_events WHERE #range# AND is_deleted = 1))
    SETTINGS insert_deduplicate = 0$$,
  concat('INSERT INTO position_events__copied SELECT \'COPIED\', ', toString(portion), $$, count(), sum(cityHash64(event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts, source, era, revision)) FROM position_events FINAL WHERE #range#$$)
]), '#range#', range)
FROM (
  SELECT
    number AS portion,
    concat(if(portion = 0, 'true', concat('wallet >= \'0x', lower(hex(toUInt8(portion * 4))), '\'')),
      if(portion = 63, '', concat(' AND wallet < \'0x', lower(hex(toUInt8(portion * 4 + 4))), '\''))) AS range
  FROM numbers(64)
)
WHERE portion NOT IN (SELECT portion FROM position_events__copied WHERE step = 'COPIED')
  AND (SELECT count() FROM position_events) > 0 AND (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'position_events' AND name = 'event_key') = 1
ORDER BY portion;

-- What was copied is read again, in portions of its own order, and compared with what was there.
SELECT replaceAll(concat('INSERT INTO position_events__copied SELECT \'CHECKED\', ', toString(portion), $$, count(), sum(cityHash64(event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts, source, era, revision)) FROM position_events__next FINAL WHERE #range#$$), '#range#', range)
FROM (
  SELECT
    number AS portion,
    concat(if(portion = 0, 'true', concat('wallet >= \'0x', lower(hex(toUInt8(portion * 4))), '\'')),
      if(portion = 63, '', concat(' AND wallet < \'0x', lower(hex(toUInt8(portion * 4 + 4))), '\''))) AS range
  FROM numbers(64)
)
WHERE portion NOT IN (SELECT portion FROM position_events__copied WHERE step = 'CHECKED')
  AND (SELECT count() FROM position_events) > 0 AND (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'position_events' AND name = 'event_key') = 1
ORDER BY portion;

SELECT concat('-- stop: the copy of position_events has ', toString(new_rows), ' events, of ', toString(old_rows),
  if(old_rows = new_rows, ', but not the same ones', ''), '; nothing was changed. Drop the tables position_events__next and position_events__copied and migrate again')
FROM (
  SELECT sumIf(rows, step = 'COPIED') AS old_rows, sumIf(rows, step = 'CHECKED') AS new_rows,
    sumIf(contents, step = 'COPIED') AS old_contents, sumIf(contents, step = 'CHECKED') AS new_contents
  FROM position_events__copied
)
WHERE (old_rows != new_rows OR old_contents != new_contents) AND (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'position_events' AND name = 'event_key') = 1;

SELECT 'EXCHANGE TABLES position_events AND position_events__next' WHERE (SELECT count() FROM system.columns WHERE database = currentDatabase() AND table = 'position_events' AND name = 'event_key') = 1;
DROP TABLE IF EXISTS position_events__next;
DROP TABLE IF EXISTS position_events__copied;
