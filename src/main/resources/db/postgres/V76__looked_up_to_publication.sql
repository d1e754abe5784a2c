-- How far a wallet was looked at is told by the publication, not by the run: one whose exchange was cut off looked at the tables before.
UPDATE strategy_wallets SET looked_fence = least(looked_fence, (SELECT watermark FROM ledger_state)) WHERE looked_fence IS NOT NULL;
COMMENT ON COLUMN strategy_wallets.looked_fence IS
  'fence up to which the tables were published that were looked at last; null before the first look';
