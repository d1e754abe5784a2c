-- Stored names follow the glossary: auto-add is enabled or disabled, rows are tombstoned, a position is last seen under a fence.
ALTER TABLE autonomous_switch RENAME TO auto_add_switch;
ALTER TABLE auto_add_switch RENAME COLUMN is_on TO enabled;
ALTER INDEX autonomous_switch_pkey RENAME TO auto_add_switch_pkey;
ALTER TABLE auto_add_switch RENAME CONSTRAINT autonomous_switch_only_row_check TO auto_add_switch_only_row_check;
ALTER TABLE auto_add_switch RENAME CONSTRAINT autonomous_switch_reason_check TO auto_add_switch_reason_check;
COMMENT ON TABLE auto_add_switch IS
  'Whether auto-add, the addition of markets to watchlists without a person, is enabled where AUTONOMOUS_TRADING_ENABLED enables it. One row';
COMMENT ON COLUMN auto_add_switch.only_row IS 'limits the table to one row';
COMMENT ON COLUMN auto_add_switch.enabled IS 'false disables auto-add for all processes at once; true enables it where the setting does';
COMMENT ON COLUMN auto_add_switch.reason IS 'of the last change; empty when there was none';
COMMENT ON COLUMN auto_add_switch.changed_at IS 'time of the last change, UTC';

ALTER TABLE strategy_wallets RENAME COLUMN looked_fence TO last_seen_fence;
COMMENT ON TABLE strategy_wallets IS 'Wallets that a strategy tracks, and up to which publication their positions were seen';
COMMENT ON COLUMN strategy_wallets.last_seen_fence IS 'fence of the publication whose positions were seen last; null before the first one';
COMMENT ON TABLE strategy_signals IS 'Positions of tracked wallets that were decided on; each counts once for a strategy';
COMMENT ON COLUMN strategy_signals.decision IS
  'baseline: held when the wallet was first seen; added: added to the list; listed: on the list already; suppressed: auto-add was disabled; inactive: the strategy was not active';

ALTER TABLE history_windows RENAME COLUMN withdrawn TO tombstoned;
COMMENT ON COLUMN history_windows.tombstoned IS 'events that were tombstoned because the source does not have them';

-- The routes of dropped files are called resolution-file-watch, -claim and -apply.
UPDATE runs SET kind = 'resolution-file-apply' WHERE kind = 'resolutions-run';
COMMENT ON COLUMN runs.kind IS 'nightly; resolution-file-apply for dropped files; backfill, gaps, reconcile, rollback, rebuild, replay';
UPDATE dead_letters SET route = 'resolution-file-watch' WHERE route = 'resolution-drop';
UPDATE planned_steps SET kind = 'resolution-file-apply' WHERE kind = 'resolutions-run';

-- Counts of dropped files: entries that a newer file superseded, and those that the catalogue has.
UPDATE resolution_files SET counts = counts - 'kept' || jsonb_build_object('superseded', counts -> 'kept') WHERE counts ? 'kept';
UPDATE resolution_files SET counts = replace(counts::text, '"told-by-catalogue"', '"known-to-catalogue"')::jsonb
WHERE counts::text LIKE '%"told-by-catalogue"%';
