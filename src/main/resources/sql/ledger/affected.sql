-- Wallets to which something happened after the run {watermark}: events, token mappings, resolutions, markets, categories, contracts. A condition that moved
-- from one neg-risk group to another affects the conversions of both, so groups are those that it is or was in.
INSERT INTO ledger_affected
WITH
  tokens AS (SELECT token_id, condition_id, revision FROM tokens_dim FINAL),
  conditions AS (
    SELECT condition_id FROM market_resolutions WHERE revision > {watermark:UInt64}
    UNION DISTINCT SELECT condition_id FROM tokens WHERE revision > {watermark:UInt64}
    UNION DISTINCT SELECT condition_id FROM condition_market_map WHERE changed_in > {watermark:UInt64}
    -- tombstoned ones are in no map
    UNION DISTINCT SELECT condition_id FROM markets_dim WHERE revision > {watermark:UInt64}
  )
SELECT DISTINCT wallet
FROM (
  SELECT wallet FROM trades_raw WHERE revision > {watermark:UInt64}
  UNION ALL SELECT wallet FROM position_events WHERE revision > {watermark:UInt64}
  UNION ALL SELECT wallet FROM trades_raw WHERE token_id IN (SELECT token_id FROM tokens WHERE condition_id IN (SELECT condition_id FROM conditions))
  UNION ALL SELECT wallet FROM position_events WHERE condition_id IN (SELECT condition_id FROM conditions)
  UNION ALL SELECT wallet FROM position_events
    WHERE kind = 'CONVERSION' AND neg_risk_market_id IN (
      SELECT neg_risk_market_id FROM neg_risk_members WHERE condition_id IN (SELECT condition_id FROM conditions))
  UNION ALL SELECT address FROM contracts WHERE revision > {watermark:UInt64}
)
