-- The price of each token's newest trade. Within a second the event's key decides, so that the answer is the same each time.
INSERT INTO token_last_prices__layers (* EXCEPT version)
SELECT
  token_id,
  -- integers of 10^-6; the division truncates
  argMaxIf(toDecimal128(toDecimal256(intDiv(usd_micro * 1000000, greatest(shares_micro, toInt256(1))), 6) / 1000000, 6), (ts, event_key), shares_micro > 0),
  maxIf(ts, shares_micro > 0) AS last_trade_at,
  {fence:UInt64}, {build:UInt64}, toUnixTimestamp(last_trade_at) = 0 AS is_gone,
  argMaxIf(event_key, (ts, event_key), shares_micro > 0)
FROM (
  SELECT
    token_id, event_key, ts,
    toInt256(toDecimal128(shares, 6) * 1000000) AS shares_micro, toInt256(toDecimal128(usd, 6) * 1000000) AS usd_micro
  FROM trades_raw FINAL
  WHERE {everything:UInt8} = 1 OR token_id IN (SELECT token_id FROM ledger_affected_tokens WHERE replay = 1)
  UNION ALL
  SELECT
    token_id, event_key, ts,
    toInt256(toDecimal128(shares, 6) * 1000000) AS shares_micro, toInt256(toDecimal128(usd, 6) * 1000000) AS usd_micro
  FROM ledger_new_trades
  WHERE {everything:UInt8} = 0 AND shares > 0
    AND token_id IN (SELECT token_id FROM ledger_affected_tokens) AND token_id NOT IN (SELECT token_id FROM ledger_affected_tokens WHERE replay = 1)
  UNION ALL
  -- of tokens without any trade left
  SELECT token_id, '', toDateTime(0, 'UTC'), toInt256(0), toInt256(0) FROM ledger_affected_tokens WHERE {everything:UInt8} = 0 AND replay = 1
)
GROUP BY token_id
HAVING NOT (is_gone AND {everything:UInt8} = 1)
