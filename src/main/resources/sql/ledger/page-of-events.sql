-- Rows of a wallet's events before ({at}, {key}, {token}), newest first, each version of an event; {key} in hex. Read in the order of the table, so that what is
-- read is what is returned: with the revision in ORDER BY it would be all events of the wallet.
SELECT toInt64(toUnixTimestamp(ts)) AS at, hex(event_key) AS key, toString(token_id) AS token, toString(kind) AS what, toString(role) AS side, condition_id,
  neg_risk_market_id, shares, usd, fee_shares, fee_usd, event_id, tx_hash, revision, is_deleted
FROM wallet_events
WHERE wallet = {wallet:String} AND ts <= toDateTime({at:UInt32}, 'UTC')
  AND (ts, event_key, token_id) < (toDateTime({at:UInt32}, 'UTC'), unhex({key:String}), {token:UInt256})
ORDER BY wallet DESC, ts DESC, event_key DESC, token_id DESC
LIMIT {limit:UInt32}
SETTINGS max_execution_time = 5, max_threads = 1
