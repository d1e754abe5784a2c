-- The same of position_events.
SELECT event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts, revision, is_deleted
FROM position_events /*modifier*/
FORMAT Null
