-- What wallets were paid for being in the market, beside what they earned by trading.
CREATE TABLE IF NOT EXISTS wallet_rewards (
  event_key     String                  DEFAULT
    multiIf(
      match(new_event_id, '^0x[0-9a-f]{64}_0x[0-9a-f]{64}$'), concat('\x01', unhex(substring(new_event_id, 3, 64)), unhex(substring(new_event_id, 70, 64))),
      match(new_event_id, '^0x[0-9a-f]{64}'), concat('\x02', unhex(substring(new_event_id, 3, 64)), substring(new_event_id, 67)),
      concat('\x03', new_event_id))
    COMMENT 'the event id in short, as in position_events' CODEC(ZSTD(1)),
  wallet        String                  COMMENT 'who was paid; lower case' CODEC(ZSTD(1)),
  kind          Enum8('REWARD' = 1, 'MAKER_REBATE' = 2, 'TAKER_REBATE' = 3) COMMENT 'REWARD: for liquidity or holding; a REBATE is a part of the fees' CODEC(ZSTD(1)),
  condition_id  String                  COMMENT '64 hex; empty where the source names none' CODEC(ZSTD(1)),
  amount        Decimal(18, 6)          COMMENT 'USDC paid' CODEC(T64, ZSTD(1)),
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
  INDEX by_time ts TYPE minmax GRANULARITY 1,
  INDEX by_revision revision TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (wallet, event_key)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000
COMMENT 'Rewards and rebates paid to wallets, once each; in no P&L. Empty without a source of them (REWARDS_SUBGRAPH). Read with FINAL.';

CREATE OR REPLACE VIEW wallet_reward_totals AS
SELECT wallet, kind, count() AS payments, sum(amount) AS amount_usd, min(ts) AS first_at, max(ts) AS last_at
FROM wallet_rewards FINAL
WHERE wallet NOT IN (SELECT address FROM contracts FINAL)
GROUP BY wallet, kind
COMMENT 'Rewards and rebates of each wallet by kind; in no P&L.';

ALTER TABLE wallet_reward_totals
  COMMENT COLUMN wallet     'address, lower case',
  COMMENT COLUMN kind       'REWARD, MAKER_REBATE or TAKER_REBATE',
  COMMENT COLUMN payments   'how many',
  COMMENT COLUMN amount_usd 'USDC paid',
  COMMENT COLUMN first_at   'time of the first',
  COMMENT COLUMN last_at    'time of the last';
