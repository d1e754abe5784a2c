-- The wallets and conditions, or groups of conversions, that other events came, changed or went of after the run {watermark}. Which condition an event is of
-- never changes, because the call that emitted it names the condition.
INSERT INTO ledger_new_position_events
SELECT wallet, condition_id, neg_risk_market_id, min(time), max(replay)
FROM (
  SELECT
    wallet, any(condition_id) AS condition_id, any(neg_risk_market_id) AS neg_risk_market_id, min(ts) AS time,
    count() > 1 OR max(is_deleted) = 1 AS replay
  FROM position_events
  WHERE {watermark:UInt64} > 0 AND revision > {watermark:UInt64}
  GROUP BY wallet, event_key
)
GROUP BY wallet, condition_id, neg_risk_market_id
