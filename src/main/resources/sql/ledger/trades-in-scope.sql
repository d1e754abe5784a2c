-- How many trades are read, by which the wallets in scope are divided into portions.
SELECT
  (SELECT count() FROM trades_raw WHERE {everything:UInt8} = 1 OR (wallet, token_id) IN (SELECT wallet, token_id FROM ledger_affected_trades))
  + (SELECT count() FROM ledger_new_trades WHERE {everything:UInt8} = 0)
