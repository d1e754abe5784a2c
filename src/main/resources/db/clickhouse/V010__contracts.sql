-- Who is no wallet.
CREATE TABLE IF NOT EXISTS contracts (
  address    String                  COMMENT 'lower case',
  kind       LowCardinality(String)  COMMENT 'exchange, adapter, tokens or amm',
  note       String,
  revision   UInt64,
  is_deleted UInt8
)
ENGINE = ReplacingMergeTree(revision, is_deleted) ORDER BY address
COMMENT 'Contracts of the market, left out of every wallet table. Kept in line with the configured list. Read with FINAL.';
