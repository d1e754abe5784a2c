-- Contracts come from more than the configured list: each source keeps its own rows, so that bringing the list in line does not delete
-- the AMM pools that a subgraph told. Written so that it can be repeated from the start when it was cut off.
DROP TABLE IF EXISTS contracts_by_source;
CREATE TABLE contracts_by_source (
  address      String                  COMMENT 'lower case',
  source       LowCardinality(String)  COMMENT 'configured: the list of this system; else where it was read',
  kind         LowCardinality(String)  COMMENT 'exchange, adapter, tokens or amm',
  note         String,
  condition_id String                  COMMENT '64 hex: the condition whose tokens an amm trades; empty for others, and for one of several conditions',
  revision     UInt64,
  is_deleted   UInt8
)
ENGINE = ReplacingMergeTree(revision, is_deleted) ORDER BY (address, source)
COMMENT 'Contracts of the market, left out of every wallet table. The configured ones are kept in line with the list. Read with FINAL.';
INSERT INTO contracts_by_source SELECT address, 'configured', kind, note, '', revision, is_deleted FROM contracts FINAL;
EXCHANGE TABLES contracts_by_source AND contracts;
DROP TABLE contracts_by_source;
ALTER TABLE trades_raw
  COMMENT COLUMN event_id 'id of the event at its source: transaction hash, "_", order hash or log index',
  COMMENT COLUMN wallet 'the order''s maker, or the AMM''s user, whose trade this is; lower case',
  COMMENT COLUMN role 'TAKER: the taking user''s own order (its counterparty is an exchange contract), or a trade with an AMM pool',
  COMMENT COLUMN fee 'as in the event, in no cash flow. Exchanges: in the asset that the wallet receives (shares of a BUY, USDC of a SELL). AMM: USDC, already within the usd of a BUY and off that of a SELL',
  COMMENT COLUMN order_hash 'empty for trades with an AMM',
  COMMENT COLUMN counterparty 'taker address of the event, or the AMM pool; lower case',
  COMMENT COLUMN era 'which contracts: V1 or V2 exchange, or AMM';
ALTER TABLE trades_raw MODIFY COMMENT 'One row per OrderFilled event, attributed to its maker, and per trade with an AMM pool. Read with FINAL.';
