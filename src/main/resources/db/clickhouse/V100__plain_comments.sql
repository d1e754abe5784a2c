-- Comments in the words of docs/glossary.md; docs/tables.md is written from them. Repeatable.
ALTER TABLE condition_market_map
  COMMENT COLUMN source 'origin of the market: gamma or seed';
ALTER TABLE events_dim
  COMMENT COLUMN ends_at 'scheduled end; NULL when unknown';
ALTER TABLE market_resolutions
  COMMENT COLUMN market_id 'as in the source; empty when it has none',
  COMMENT COLUMN resolved_at 'as in the source',
  COMMENT COLUMN source_hash 'content hash of the file, or the subgraph';
ALTER TABLE markets_dim
  COMMENT COLUMN closed_at 'when trading ended; NULL while it is open, or when unknown';
ALTER TABLE neg_risk_members
  COMMENT COLUMN revision 'fence of the run that wrote the row last';
ALTER TABLE position_events
  COMMENT COLUMN era 'exchange generation, as in the route of the stream';
ALTER TABLE realized_pnl_by_market_final
  COMMENT COLUMN resolved_at 'as in that source';
ALTER TABLE resolution_staging
  COMMENT COLUMN market_id 'as in the map',
  COMMENT COLUMN resolved_at 'as in the map';
ALTER TABLE wallet_condition_pnl
  COMMENT COLUMN resolved_at 'as in that source';
ALTER TABLE wallet_pnl_summary_final
  COMMENT COLUMN unpriced_holdings 'whose token was never traded';
ALTER TABLE wallet_resolution_outcomes
  COMMENT COLUMN resolved_at 'as in the source of the payouts';
ALTER TABLE wallet_unrealized_pnl_v2
  COMMENT COLUMN unpriced_holdings 'whose token was never traded';
ALTER TABLE winning_index
  COMMENT COLUMN resolved_at 'as in that source',
  COMMENT COLUMN is_contradicted '1: sources have different payouts';
