-- The trades that came, changed or went after the run {watermark}, each once. Nothing before the first publication, which takes everything.
INSERT INTO ledger_new_trades
SELECT wallet, token_id, event_key, any(direction), any(shares), any(usd), any(fee_shares), any(fee_usd), any(ts), count() > 1 OR max(is_deleted) = 1
FROM (
  SELECT event_key, wallet, token_id, direction, shares, usd, fee_shares, fee_usd, ts, is_deleted FROM trades_raw
  WHERE {watermark:UInt64} > 0 AND revision > {watermark:UInt64}
)
GROUP BY token_id, wallet, event_key
