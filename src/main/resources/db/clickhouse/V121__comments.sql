-- Comments on columns that used words of their own.
ALTER TABLE positions
  COMMENT COLUMN last_price 'USDC a share of the token''s newest trade; NULL when it was never traded',
  COMMENT COLUMN value_usd  'net_shares at the payout, or at the last price until there is one; NULL without either';
ALTER TABLE data_freshness
  COMMENT COLUMN kind       'stream: a stream of events or entities; table: a table for analysts',
  COMMENT COLUMN changed_at 'time of the last change',
  COMMENT COLUMN copied_at  'when the row was read from Postgres';
ALTER TABLE runs
  COMMENT COLUMN reason        'why it was skipped or did not end; else NULL',
  COMMENT COLUMN scheduled_for 'firing of the schedule that it is for; NULL for runs that were started otherwise';
