-- Notes what is stored of a stream after (from_time, from_id), before it is read again or marked as deleted: its events may have other contents then. What was
-- stored before the run {since}, which moved the cursor there, lies in front of it.
INSERT INTO corrected_events
SELECT DISTINCT wallet, token_id, '', '', {fence:UInt64}
FROM trades_raw
WHERE source = {source:String} AND era = {era:String} AND ts >= toDateTime({from_time:UInt32}, 'UTC')
  AND (toUnixTimestamp(ts), event_id) > ({from_time:UInt32}, {from_id:String})
  AND revision >= {since:UInt64}
