-- Restores the former comments.
ALTER TABLE positions
  COMMENT COLUMN last_price 'USDC a share of the token''s newest trade; NULL where nobody traded it',
  COMMENT COLUMN value_usd  'net_shares at the payout, or at the last price until there is one; NULL with neither';
ALTER TABLE data_freshness
  COMMENT COLUMN kind       'stream: of events, as it is read; table: that is asked',
  COMMENT COLUMN changed_at 'when it was changed last',
  COMMENT COLUMN copied_at  'when all this was read from Postgres';
ALTER TABLE runs
  COMMENT COLUMN reason        'why it was skipped or did not come to its end; else NULL',
  COMMENT COLUMN scheduled_for 'when the schedule wanted it; NULL for runs that were started otherwise';
