-- The columns of trades_raw that the published tables are computed from, read once and dropped.
SELECT event_id, wallet, token_id, direction, shares, usd, fee, cashflow, ts, era, revision, is_deleted
FROM trades_raw /*modifier*/
FORMAT Null
