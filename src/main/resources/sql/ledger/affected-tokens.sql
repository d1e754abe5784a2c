-- Tokens of which a trade came, changed or went after the run {watermark}.
INSERT INTO ledger_affected_tokens
SELECT DISTINCT token_id FROM trades_raw WHERE revision > {watermark:UInt64}
