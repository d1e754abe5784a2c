-- Where a map waits, whole, to be compared with what is known.
CREATE TABLE IF NOT EXISTS resolution_staging (
  entry              UInt64,
  condition_id       String,
  market_id          String,
  payout_numerators  Array(UInt256),
  payout_denominator UInt256,
  vector_order       Enum8('INDEX' = 1, 'YES_NO' = 2),
  resolved_at        Nullable(DateTime64(3, 'UTC'))
)
ENGINE = MergeTree ORDER BY condition_id
COMMENT 'Resolved entries of the map that was read last; emptied before the next.';
