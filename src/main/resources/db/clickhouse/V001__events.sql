-- What happened on the chain, once per event.
-- The sorting keys hold only what the event id determines (an order hash fixes wallet and token), so that a re-delivered event
-- always collapses onto the stored one, whatever else changed in it.
CREATE TABLE IF NOT EXISTS trades_raw (
  event_id     String                           COMMENT 'id of the event at its source: transaction hash, "_", order hash or log index',
  wallet       String                           COMMENT 'the order''s maker, whose trade this is; lower case',
  role         Enum8('MAKER' = 1, 'TAKER' = 2)  COMMENT 'TAKER: the taking user''s own order (its counterparty is an exchange contract)',
  token_id     UInt256                          COMMENT 'outcome token',
  direction    Enum8('BUY' = 1, 'SELL' = 2)     COMMENT 'of outcome tokens, seen from the wallet',
  shares       Decimal(18, 6)                   COMMENT 'outcome tokens traded',
  usd          Decimal(18, 6)                   COMMENT 'collateral traded, USDC',
  fee          Decimal(18, 6)                   COMMENT 'as in the event: in the asset that the wallet receives (shares of a BUY, USDC of a SELL)',
  cashflow     Decimal(18, 6)                   COMMENT 'USDC: -usd of a BUY, +usd of a SELL; without fee',
  ts           DateTime('UTC')                  COMMENT 'block time',
  order_hash   String,
  counterparty String                           COMMENT 'taker address of the event; lower case',
  source       LowCardinality(String)           COMMENT 'where it was read',
  era          LowCardinality(String)           COMMENT 'V1 or V2 exchange contracts',
  revision     UInt64                           COMMENT 'fence of the run that wrote the row; the highest counts',
  is_deleted   UInt8                            COMMENT '1: the source no longer has the event',
  tx_hash      String  ALIAS substring(event_id, 1, 66),
  price        Float64 ALIAS if(shares = 0, nan, toFloat64(usd) / toFloat64(shares)),
  INDEX by_token token_id TYPE bloom_filter(0.01) GRANULARITY 4,
  INDEX by_time ts TYPE minmax GRANULARITY 4,
  INDEX by_revision revision TYPE minmax GRANULARITY 4
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (wallet, token_id, event_id)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'One row per OrderFilled event, attributed to its maker. Read with FINAL.';

CREATE TABLE IF NOT EXISTS position_events (
  event_id           String,
  wallet             String          COMMENT 'stakeholder or redeemer; lower case',
  kind               Enum8('SPLIT' = 1, 'MERGE' = 2, 'REDEMPTION' = 3, 'CONVERSION' = 4),
  condition_id       String          COMMENT '64 hex; empty for CONVERSION',
  neg_risk_market_id String          COMMENT '64 hex of a CONVERSION, else empty',
  amount             Decimal(18, 6)  COMMENT 'sets split or merged, NO shares converted; of a REDEMPTION the collateral paid out',
  index_sets         Array(UInt256)  COMMENT 'REDEMPTION: redeemed index sets; CONVERSION: one bit set of question indexes',
  question_count     UInt16          COMMENT 'CONVERSION: questions of the neg-risk market at that time',
  ts                 DateTime('UTC'),
  source             LowCardinality(String),
  era                LowCardinality(String),
  revision           UInt64,
  is_deleted         UInt8,
  tx_hash            String ALIAS substring(event_id, 1, 66),
  INDEX by_condition condition_id TYPE bloom_filter(0.01) GRANULARITY 4,
  INDEX by_revision revision TYPE minmax GRANULARITY 4
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (wallet, event_id)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Splits, merges, redemptions and neg-risk conversions, once each. Not trades. Read with FINAL.';
