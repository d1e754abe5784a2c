-- Copies the events that came, changed or went after the run {watermark} to where a wallet's newest ones are read; all before the first publication.
INSERT INTO wallet_events (wallet, ts, event_key, token_id, kind, role, condition_id, neg_risk_market_id, shares, usd, fee_shares, fee_usd, revision, is_deleted)
SELECT wallet, ts, event_key, token_id, toString(direction) AS kind, toString(role) AS role, '' AS condition_id, '' AS neg_risk_market_id, shares, usd, fee_shares, fee_usd, revision, is_deleted
FROM trades_raw
WHERE revision > {watermark:UInt64}
UNION ALL
SELECT wallet, ts, event_key, 0, toString(kind), 'NONE', condition_id, neg_risk_market_id, if(kind = 'REDEMPTION', 0, amount), if(kind = 'REDEMPTION', amount, 0), 0, 0, revision, is_deleted
FROM position_events
WHERE revision > {watermark:UInt64}
SETTINGS insert_deduplicate = 0, optimize_on_insert = 0
