DROP VIEW IF EXISTS wallet_pnl_summary_final;
DROP VIEW IF EXISTS wallet_unrealized_pnl_v2;
DROP TABLE IF EXISTS ledger_affected_tokens SYNC;
DROP TABLE IF EXISTS token_last_prices__build SYNC;
DROP TABLE IF EXISTS token_last_prices SYNC;
DROP TABLE IF EXISTS wallet_open_positions__build SYNC;
DROP TABLE IF EXISTS wallet_open_positions SYNC;
