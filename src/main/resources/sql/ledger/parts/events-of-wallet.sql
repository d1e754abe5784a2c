SELECT ts, event_key, token_id, toString(kind), toString(role), condition_id, neg_risk_market_id, shares, usd, fee_shares, fee_usd, revision, is_deleted
FROM wallet_events
PREWHERE wallet = {wallet:String}
