-- Stages what is stored of a stream after (after_time, after_id) up to and including (to_time, to_id).
-- The keys of the window first: they limit the granules that FINAL reads.
INSERT INTO {staging:Identifier}
SELECT *, 'STORED'
FROM trades_raw FINAL
WHERE (token_id, wallet, event_key) IN (
    SELECT token_id, wallet, event_key FROM trades_raw
    WHERE source = {source:String} AND era = {era:String}
      AND ts BETWEEN toDateTime({after_time:UInt32}, 'UTC') AND toDateTime({to_time:UInt32}, 'UTC'))
  AND source = {source:String} AND era = {era:String}
  AND (toUnixTimestamp(ts), event_id) > ({after_time:UInt32}, {after_id:String})
  AND (toUnixTimestamp(ts), event_id) <= ({to_time:UInt32}, {to_id:String})
