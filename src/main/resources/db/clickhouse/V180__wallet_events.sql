-- Events of wallets in the order in which they are read: trades_raw is ordered by token, so that a wallet's newest hundred lie in as many places.
CREATE TABLE IF NOT EXISTS wallet_events (
  wallet             String                 COMMENT 'address, lower case' CODEC(ZSTD(1)),
  ts                 DateTime('UTC')        COMMENT 'block time' CODEC(Delta, ZSTD(1)),
  event_key          String                 COMMENT 'as in trades_raw and position_events' CODEC(ZSTD(1)),
  token_id           UInt256                COMMENT 'outcome token of trades, else 0' CODEC(ZSTD(1)),
  kind               Enum8('BUY' = 1, 'SELL' = 2, 'SPLIT' = 3, 'MERGE' = 4, 'REDEMPTION' = 5, 'CONVERSION' = 6) COMMENT 'BUY and SELL: trades' CODEC(ZSTD(1)),
  role               Enum8('NONE' = 0, 'MAKER' = 1, 'TAKER' = 2) COMMENT 'as in trades_raw; NONE: not a trade' CODEC(ZSTD(1)),
  condition_id       String                 COMMENT '64 hex of splits, merges and redemptions, else empty' CODEC(ZSTD(1)),
  neg_risk_market_id String                 COMMENT '64 hex of conversions, else empty' CODEC(ZSTD(1)),
  shares             Decimal(18, 6)         COMMENT 'traded, split, merged or converted; 0 of redemptions' CODEC(T64, ZSTD(1)),
  usd                Decimal(18, 6)         COMMENT 'USDC traded, or paid out by a redemption; 0 of other events' CODEC(T64, ZSTD(1)),
  fee_shares         Decimal(18, 6)         COMMENT 'as in trades_raw' CODEC(ZSTD(1)),
  fee_usd            Decimal(18, 6)         COMMENT 'as in trades_raw' CODEC(ZSTD(1)),
  revision           UInt64                 COMMENT 'fence of the run that wrote the event; the highest of an event counts, whatever its time' CODEC(Delta, ZSTD(1)),
  is_deleted         UInt8                  COMMENT '1: the source no longer has the event' CODEC(ZSTD(1)),
  event_id           String                 ALIAS multiIf(
    startsWith(event_key, '\x01'), concat('0x', lower(hex(substring(event_key, 2, 32))), '_0x', lower(hex(substring(event_key, 34)))),
    startsWith(event_key, '\x02'), concat('0x', lower(hex(substring(event_key, 2, 32))), substring(event_key, 34)),
    substring(event_key, 2))                COMMENT 'id of the event at its source',
  tx_hash            String                 ALIAS if(startsWith(event_key, '\x03'), substring(event_key, 2, 66), concat('0x', lower(hex(substring(event_key, 2, 32))))) COMMENT 'transaction'
)
ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (wallet, ts, event_key, token_id)
SETTINGS index_granularity = 512
COMMENT 'Events of wallets by time, up to the last publication; an event whose time was corrected has a row for each time. For the HTTP interface: analysts read trades and position_events.';

-- What was published before this table was there; publications go on from it. A copy that was cut off and is made again adds nothing.
INSERT INTO wallet_events (wallet, ts, event_key, token_id, kind, role, condition_id, neg_risk_market_id, shares, usd, fee_shares, fee_usd, revision, is_deleted)
SELECT wallet, ts, event_key, token_id, toString(direction), toString(role), '', '', shares, usd, fee_shares, fee_usd, revision, is_deleted FROM trades_raw;
INSERT INTO wallet_events (wallet, ts, event_key, token_id, kind, role, condition_id, neg_risk_market_id, shares, usd, fee_shares, fee_usd, revision, is_deleted)
SELECT wallet, ts, event_key, 0, toString(kind), 'NONE', condition_id, neg_risk_market_id, if(kind = 'REDEMPTION', 0, amount), if(kind = 'REDEMPTION', amount, 0), 0, 0, revision, is_deleted
FROM position_events;
