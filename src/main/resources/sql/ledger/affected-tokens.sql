-- Tokens whose newest trade is another one than before the run {watermark}, or may be. Where a trade was corrected or went, or is of the second of the published
-- price, all trades of the token count again.
INSERT INTO ledger_affected_tokens
SELECT t.token_id, max(t.replay OR t.ts = p.last_trade_at) AS is_replayed
FROM (
  SELECT token_id, ts, shares, replay FROM ledger_new_trades
  UNION ALL
  SELECT DISTINCT token_id, toDateTime(0, 'UTC'), toDecimal64(0, 6), 1 FROM corrected_events WHERE revision > {watermark:UInt64} AND token_id != 0
) AS t
LEFT JOIN (
  SELECT token_id, last_trade_at FROM token_last_prices WHERE token_id IN (SELECT token_id FROM ledger_new_trades)
) AS p ON p.token_id = t.token_id
GROUP BY t.token_id
HAVING is_replayed OR maxIf(t.ts, t.shares > 0) > max(p.last_trade_at)
