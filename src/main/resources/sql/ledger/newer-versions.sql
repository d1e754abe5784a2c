-- Which of a wallet's events {keys}, in hex, have a row of a later run than {revision}, and of which: an event whose time was corrected has it elsewhere.
SELECT hex(event_key) AS key, toString(token_id) AS token, max(revision) AS newest
FROM wallet_events
PREWHERE wallet = {wallet:String} AND revision > {revision:UInt64}
WHERE event_key IN (SELECT unhex(arrayJoin({keys:Array(String)})))
GROUP BY event_key, token_id
SETTINGS max_execution_time = 5, max_threads = 1
