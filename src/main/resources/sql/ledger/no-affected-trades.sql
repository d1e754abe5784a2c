-- Empties what the last build left.
TRUNCATE TABLE ledger_affected_trades
