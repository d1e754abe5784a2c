ALTER TABLE condition_totals__layers DROP COLUMN IF EXISTS payout_units, DROP COLUMN IF EXISTS payout_denominator;
ALTER TABLE token_last_prices__layers DROP COLUMN IF EXISTS last_event_key;
