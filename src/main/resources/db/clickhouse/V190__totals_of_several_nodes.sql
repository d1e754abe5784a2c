-- What the totals of two ClickHouse nodes lack to be added up exactly: a payout before its division is truncated, and which of two trades of one second is the newer.
ALTER TABLE condition_totals__layers
  ADD COLUMN IF NOT EXISTS payout_units Int256 DEFAULT 0 COMMENT 'millionths of shares that trades, splits and merges left all wallets, times payout numerators; divided by the denominator it is in imbalance_usd' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS payout_denominator UInt256 DEFAULT 0 COMMENT 'denominator of the payouts; 0 for a condition that is not resolved' CODEC(ZSTD(1));
ALTER TABLE token_last_prices__layers
  ADD COLUMN IF NOT EXISTS last_event_key String DEFAULT '' COMMENT 'event_key of the newest trade' CODEC(ZSTD(1));
