-- Pools stay, as if they had been configured, until the list is brought in line.
DROP TABLE IF EXISTS contracts_one_source;
CREATE TABLE contracts_one_source (
  address    String                  COMMENT 'lower case',
  kind       LowCardinality(String)  COMMENT 'exchange, adapter, tokens or amm',
  note       String,
  revision   UInt64,
  is_deleted UInt8
)
ENGINE = ReplacingMergeTree(revision, is_deleted) ORDER BY address
COMMENT 'Contracts of the market, left out of every wallet table. Kept in line with the configured list. Read with FINAL.';
INSERT INTO contracts_one_source
SELECT address, argMax(c.kind, c.revision), argMax(c.note, c.revision), max(c.revision), 0 FROM contracts AS c FINAL GROUP BY address;
EXCHANGE TABLES contracts_one_source AND contracts;
DROP TABLE contracts_one_source;
