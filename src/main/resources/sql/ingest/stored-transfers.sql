-- Stages what is stored of a stream after (after_time, after_id) up to and including (to_time, to_id).
-- The keys of the window first: they limit the granules that FINAL reads.
INSERT INTO {staging:Identifier}
SELECT *, 'STORED'
FROM share_transfers FINAL
WHERE (from_wallet, event_key, batch_index) IN (
    SELECT from_wallet, event_key, batch_index FROM share_transfers
    WHERE source = {source:String} AND era = {era:String}
      AND ts BETWEEN toDateTime({after_time:UInt32}, 'UTC') AND toDateTime({to_time:UInt32}, 'UTC'))
  AND source = {source:String} AND era = {era:String}
  AND (toUnixTimestamp(ts), event_id) > ({after_time:UInt32}, {after_id:String})
  AND (toUnixTimestamp(ts), event_id) <= ({to_time:UInt32}, {to_id:String})
