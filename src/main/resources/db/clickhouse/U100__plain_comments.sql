-- Restores the former comments.
ALTER TABLE condition_market_map
  COMMENT COLUMN source 'who told the market: gamma or seed';
ALTER TABLE events_dim
  COMMENT COLUMN ends_at 'scheduled end; NULL when not told';
ALTER TABLE market_resolutions
  COMMENT COLUMN market_id 'as the source says; empty when it does not',
  COMMENT COLUMN resolved_at 'as the source says',
  COMMENT COLUMN source_hash 'content hash of the file, or the subgraph that said so';
ALTER TABLE markets_dim
  COMMENT COLUMN closed_at 'when trading ended; NULL while it is open, or not told';
ALTER TABLE neg_risk_members
  COMMENT COLUMN revision 'fence of the run that said so last';
ALTER TABLE position_events
  COMMENT COLUMN era 'exchange generation, as the stream''s route says';
ALTER TABLE realized_pnl_by_market_final
  COMMENT COLUMN resolved_at 'as that source says';
ALTER TABLE resolution_staging
  COMMENT COLUMN market_id 'as the map says',
  COMMENT COLUMN resolved_at 'as the map says';
ALTER TABLE wallet_condition_pnl
  COMMENT COLUMN resolved_at 'as that source says';
ALTER TABLE wallet_pnl_summary_final
  COMMENT COLUMN unpriced_holdings 'whose token nobody traded';
ALTER TABLE wallet_resolution_outcomes
  COMMENT COLUMN resolved_at 'as the source of the payouts says';
ALTER TABLE wallet_unrealized_pnl_v2
  COMMENT COLUMN unpriced_holdings 'whose token nobody traded';
ALTER TABLE winning_index
  COMMENT COLUMN resolved_at 'as that source says',
  COMMENT COLUMN is_contradicted '1: sources tell different payouts';
