-- As newest-events.sql, those before ({at}, {key}, {token}), {key} in hex.
-- include ledger/parts/events-of-wallet
WHERE ts <= toDateTime({at:UInt32}, 'UTC') AND (ts, event_key, token_id) < (toDateTime({at:UInt32}, 'UTC'), unhex({key:String}), {token:UInt256})
ORDER BY wallet DESC, ts DESC, event_key DESC, token_id DESC
LIMIT {limit:UInt32}
SETTINGS max_execution_time = 5, max_threads = 1
