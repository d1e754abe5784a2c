-- Notes what is stored of a stream from {from} on, before it is read again or marked as deleted: its events may have other contents then.
INSERT INTO corrected_events
SELECT DISTINCT wallet, 0, condition_id, neg_risk_market_id, {fence:UInt64}
FROM position_events
WHERE source = {source:String} AND era = {era:String} AND kind = {kind:String} AND ts >= toDateTime({from:UInt32}, 'UTC')
