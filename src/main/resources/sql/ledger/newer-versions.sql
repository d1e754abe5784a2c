-- Which of a wallet's events {keys}, in hex, have a row of a later run than {revision}, and of which: an event whose time was corrected has it elsewhere.
SELECT event_key, token_id, revision
FROM wallet_events
PREWHERE wallet = {wallet:String} AND revision > {revision:UInt64}
WHERE has(arrayMap(k -> unhex(k), {keys:Array(String)}), event_key)
SETTINGS max_execution_time = 5, max_threads = 1
