-- How many trades the wallets in scope have, by which they are divided into portions.
SELECT count() FROM trades_raw WHERE wallet IN (SELECT wallet FROM ledger_affected)
