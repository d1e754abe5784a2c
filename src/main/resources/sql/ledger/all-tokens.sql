-- Every token that was ever traded.
INSERT INTO ledger_affected_tokens
SELECT DISTINCT token_id FROM trades_raw
