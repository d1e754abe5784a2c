INSERT INTO by_file (new_event_id, wallet, role, token_id, direction, shares, usd, fee, ts, new_order_hash, counterparty, source, era, revision, is_deleted)
SELECT new_event_id, wallet, role, token_id, direction, shares, usd, fee, ts, new_order_hash, counterparty, source, era, revision, is_deleted FROM file({file:String}, JSONEachRow)
