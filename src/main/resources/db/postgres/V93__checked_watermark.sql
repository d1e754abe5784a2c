-- Gates look at what changed since they last passed, and now and then at everything.
ALTER TABLE ledger_state
  ADD COLUMN checked_watermark bigint NOT NULL DEFAULT 0,
  ADD COLUMN checked_in_full_at timestamptz;
COMMENT ON COLUMN ledger_state.checked_watermark IS 'fence up to which the gates found nothing wrong; 0 makes the next run ask them in full';
COMMENT ON COLUMN ledger_state.checked_in_full_at IS 'when they last passed in full';
