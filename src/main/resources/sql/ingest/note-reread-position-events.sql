-- Notes what is stored of a stream after (from_time, from_id), before it is read again or marked as deleted: its events may have other contents then. What was
-- stored before the run {since}, which moved the cursor there, lies in front of it.
INSERT INTO corrected_events
SELECT DISTINCT wallet, 0, condition_id, neg_risk_market_id, {fence:UInt64}
FROM position_events
WHERE source = {source:String} AND era = {era:String} AND kind = {kind:String} AND ts >= toDateTime({from_time:UInt32}, 'UTC')
  AND (toUnixTimestamp(ts), event_id) > ({from_time:UInt32}, {from_id:String})
  AND revision >= {since:UInt64}
