ALTER TABLE ledger_new_trades DROP COLUMN IF EXISTS event_key;
ALTER TABLE ledger_new_trades ADD COLUMN IF NOT EXISTS event_id String COMMENT 'as in trades_raw, like the columns after it' AFTER token_id;
ALTER TABLE ledger_positions RESET SETTING max_bytes_to_merge_at_max_space_in_pool;
