-- The price of each token's newest trade. Within a second the event id decides, so that the answer is the same each time.
INSERT INTO token_last_prices__layers (* EXCEPT (is_deleted, version))
SELECT
  token_id,
  -- integers of 10^-6; the division truncates
  argMax(toDecimal128(toDecimal256(intDiv(usd_micro * 1000000, shares_micro), 6) / 1000000, 6), (ts, event_id)),
  max(ts),
  {fence:UInt64}, {build:UInt64}
FROM (
  SELECT
    token_id, event_id, ts,
    toInt256(toDecimal128(shares, 6) * 1000000) AS shares_micro, toInt256(toDecimal128(usd, 6) * 1000000) AS usd_micro
  FROM trades_raw FINAL
  WHERE ({everything:UInt8} = 1 OR token_id IN (SELECT token_id FROM ledger_affected_tokens)) AND shares > 0
)
GROUP BY token_id
