DROP TABLE IF EXISTS token_conditions SYNC;
DROP TABLE IF EXISTS ledger_affected_trades SYNC;
DROP TABLE IF EXISTS ledger_affected SYNC;
CREATE TABLE ledger_affected (wallet String COMMENT 'address, lower case')
ENGINE = MergeTree ORDER BY wallet
COMMENT 'Wallets that the build in progress recomputes.';
