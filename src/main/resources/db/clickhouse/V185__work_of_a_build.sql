-- Rows of ledger_positions are read by some statements of the build that wrote them, and dropped: merging its parts is work for nothing.
ALTER TABLE ledger_positions MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 1;

-- Within a second the key of an event decides, which is there: its id would have to be made of it. The table is emptied before each build.
ALTER TABLE ledger_new_trades DROP COLUMN IF EXISTS event_id;
ALTER TABLE ledger_new_trades ADD COLUMN IF NOT EXISTS event_key String COMMENT 'as in trades_raw, like the columns after it' AFTER token_id;
