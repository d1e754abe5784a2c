-- Shares that a wallet gave to another one without a trade.
CREATE TABLE IF NOT EXISTS share_transfers (
  event_key     String                  DEFAULT
    multiIf(
      match(new_event_id, '^0x[0-9a-f]{64}_0x[0-9a-f]{64}$'), concat('\x01', unhex(substring(new_event_id, 3, 64)), unhex(substring(new_event_id, 70, 64))),
      match(new_event_id, '^0x[0-9a-f]{64}'), concat('\x02', unhex(substring(new_event_id, 3, 64)), substring(new_event_id, 67)),
      concat('\x03', new_event_id))
    COMMENT 'the event id in short, as in position_events' CODEC(ZSTD(1)),
  batch_index   UInt16                  COMMENT 'place in the event, which may transfer several tokens; counts from 0' CODEC(ZSTD(1)),
  from_wallet   String                  COMMENT 'who gave; lower case' CODEC(ZSTD(1)),
  to_wallet     String                  COMMENT 'who received; lower case' CODEC(ZSTD(1)),
  token_id      UInt256                 COMMENT 'outcome token' CODEC(ZSTD(1)),
  shares        Decimal(18, 6)          COMMENT 'outcome tokens transferred' CODEC(T64, ZSTD(1)),
  ts            DateTime('UTC')         COMMENT 'block time' CODEC(T64, ZSTD(1)),
  source        LowCardinality(String)  COMMENT 'where it was read' CODEC(ZSTD(1)),
  era           LowCardinality(String)  COMMENT 'as in the route of the stream' CODEC(ZSTD(1)),
  revision      UInt64                  COMMENT 'fence of the run that wrote the row; the highest counts' CODEC(Delta, ZSTD(1)),
  is_deleted    UInt8                   COMMENT '1: the source no longer has the event' CODEC(ZSTD(1)),
  new_event_id  String                  EPHEMERAL '' COMMENT 'what a writer gives for event_key: the event id as text',
  event_id      String                  ALIAS multiIf(
    startsWith(event_key, '\x01'), concat('0x', lower(hex(substring(event_key, 2, 32))), '_0x', lower(hex(substring(event_key, 34)))),
    startsWith(event_key, '\x02'), concat('0x', lower(hex(substring(event_key, 2, 32))), substring(event_key, 34)),
    substring(event_key, 2))            COMMENT 'id of the event at its source',
  tx_hash       String                  ALIAS if(startsWith(event_key, '\x03'), substring(event_key, 2, 66), concat('0x', lower(hex(substring(event_key, 2, 32))))) COMMENT 'transaction',
  INDEX by_receiver to_wallet TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX by_time ts TYPE minmax GRANULARITY 1,
  INDEX by_revision revision TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (from_wallet, event_key, batch_index)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000
COMMENT 'Transfers of shares between wallets, once each; in no P&L. Empty without a source of them (TRANSFERS_SUBGRAPH). Read with FINAL.';

CREATE OR REPLACE VIEW wallet_transfer_totals AS
SELECT
  wallet,
  countIf(is_received)          AS transfers_in,
  countIf(NOT is_received)      AS transfers_out,
  sumIf(shares, is_received)     AS shares_in,
  sumIf(shares, NOT is_received) AS shares_out,
  min(ts)                       AS first_at,
  max(ts)                       AS last_at
FROM (
  SELECT arrayJoin([(from_wallet, false), (to_wallet, true)]) AS side, side.1 AS wallet, side.2 AS is_received, shares, ts
  FROM share_transfers FINAL
  -- addresses that became known as contracts only after the transfer was stored
  WHERE from_wallet NOT IN (SELECT address FROM contracts FINAL) AND to_wallet NOT IN (SELECT address FROM contracts FINAL)
)
GROUP BY wallet
COMMENT 'Shares that each wallet received from and gave to other wallets without a trade; in no P&L.';

ALTER TABLE wallet_transfer_totals
  COMMENT COLUMN wallet        'address, lower case',
  COMMENT COLUMN transfers_in  'how many it received',
  COMMENT COLUMN transfers_out 'how many it gave',
  COMMENT COLUMN shares_in     'outcome tokens received, of all tokens',
  COMMENT COLUMN shares_out    'outcome tokens given, of all tokens',
  COMMENT COLUMN first_at      'time of the first',
  COMMENT COLUMN last_at       'time of the last';
