-- Takes the comments back.
ALTER TABLE trades_raw
  COMMENT COLUMN tx_hash '',
  COMMENT COLUMN price   '';
ALTER TABLE position_events
  COMMENT COLUMN event_id   '',
  COMMENT COLUMN kind       '',
  COMMENT COLUMN ts         '',
  COMMENT COLUMN source     '',
  COMMENT COLUMN era        '',
  COMMENT COLUMN revision   '',
  COMMENT COLUMN is_deleted '',
  COMMENT COLUMN tx_hash    '';
ALTER TABLE events_dim
  COMMENT COLUMN event_id   '',
  COMMENT COLUMN slug       '',
  COMMENT COLUMN title      '',
  COMMENT COLUMN ends_at    '',
  COMMENT COLUMN source     '',
  COMMENT COLUMN revision   '',
  COMMENT COLUMN is_deleted '';
ALTER TABLE markets_dim
  COMMENT COLUMN question   '',
  COMMENT COLUMN slug       '',
  COMMENT COLUMN closed_at  '',
  COMMENT COLUMN source     '',
  COMMENT COLUMN revision   '',
  COMMENT COLUMN is_deleted '';
ALTER TABLE tokens_dim
  COMMENT COLUMN token_id   '',
  COMMENT COLUMN source     '',
  COMMENT COLUMN revision   '',
  COMMENT COLUMN is_deleted '';
ALTER TABLE market_resolutions
  COMMENT COLUMN revision   '',
  COMMENT COLUMN is_deleted '';
ALTER TABLE contracts
  COMMENT COLUMN note       '',
  COMMENT COLUMN revision   '',
  COMMENT COLUMN is_deleted '';
ALTER TABLE resolution_staging
  COMMENT COLUMN entry              '',
  COMMENT COLUMN condition_id       '',
  COMMENT COLUMN market_id          '',
  COMMENT COLUMN payout_numerators  '',
  COMMENT COLUMN payout_denominator '',
  COMMENT COLUMN vector_order       '',
  COMMENT COLUMN resolved_at        '';
ALTER TABLE outcome_positions_v2
  COMMENT COLUMN wallet        '',
  COMMENT COLUMN condition_id  '',
  COMMENT COLUMN bought_shares '',
  COMMENT COLUMN sold_shares   '',
  COMMENT COLUMN bought_usd    '',
  COMMENT COLUMN sold_usd      '',
  COMMENT COLUMN split_shares  '',
  COMMENT COLUMN merged_shares '',
  COMMENT COLUMN trades        '',
  COMMENT COLUMN first_ts      '',
  COMMENT COLUMN last_ts       '';
ALTER TABLE trade_cashflows_v3
  COMMENT COLUMN wallet       '',
  COMMENT COLUMN condition_id '',
  COMMENT COLUMN trades       '',
  COMMENT COLUMN first_ts     '',
  COMMENT COLUMN last_ts      '',
  COMMENT COLUMN revision     '';
ALTER TABLE wallet_condition_pnl
  COMMENT COLUMN wallet             '',
  COMMENT COLUMN condition_id       '',
  COMMENT COLUMN cashflow           '',
  COMMENT COLUMN canonical_category '',
  COMMENT COLUMN market_id          '',
  COMMENT COLUMN resolution_source  '',
  COMMENT COLUMN resolved_at        '',
  COMMENT COLUMN trades             '',
  COMMENT COLUMN last_ts            '',
  COMMENT COLUMN revision           '';
ALTER TABLE wallet_resolution_outcomes
  COMMENT COLUMN wallet             '',
  COMMENT COLUMN condition_id       '',
  COMMENT COLUMN canonical_category '',
  COMMENT COLUMN resolved_at        '',
  COMMENT COLUMN trades             '',
  COMMENT COLUMN revision           '';
ALTER TABLE wallet_category_pnl
  COMMENT COLUMN wallet              '',
  COMMENT COLUMN canonical_category  '',
  COMMENT COLUMN realized_pnl_usd    '',
  COMMENT COLUMN resolved_conditions '',
  COMMENT COLUMN trades              '',
  COMMENT COLUMN revision            '';
ALTER TABLE wallet_average_cost_pnl
  COMMENT COLUMN wallet       '',
  COMMENT COLUMN condition_id '';
ALTER TABLE wallet_open_positions
  COMMENT COLUMN wallet       '',
  COMMENT COLUMN condition_id '';
ALTER TABLE token_last_prices
  COMMENT COLUMN token_id      '',
  COMMENT COLUMN last_trade_at '';
ALTER TABLE ledger_affected
  COMMENT COLUMN wallet '';
ALTER TABLE ledger_affected_tokens
  COMMENT COLUMN token_id '';
ALTER TABLE ledger_legs
  COMMENT COLUMN wallet        '',
  COMMENT COLUMN condition_id  '',
  COMMENT COLUMN outcome_index '',
  COMMENT COLUMN kind          '',
  COMMENT COLUMN events        '',
  COMMENT COLUMN first_ts      '',
  COMMENT COLUMN last_ts       '';
ALTER TABLE winning_index
  COMMENT COLUMN condition_id          '',
  COMMENT COLUMN source                '',
  COMMENT COLUMN payout_numerators     '',
  COMMENT COLUMN payout_denominator    '',
  COMMENT COLUMN resolved_at           '',
  COMMENT COLUMN winning_outcome_index '',
  COMMENT COLUMN is_contradicted       '',
  COMMENT COLUMN changed_in            '';
ALTER TABLE condition_market_map
  COMMENT COLUMN condition_id       '',
  COMMENT COLUMN market_id          '',
  COMMENT COLUMN event_id           '',
  COMMENT COLUMN question           '',
  COMMENT COLUMN outcomes           '',
  COMMENT COLUMN canonical_category '',
  COMMENT COLUMN tags               '',
  COMMENT COLUMN neg_risk_market_id '',
  COMMENT COLUMN question_index     '',
  COMMENT COLUMN source             '',
  COMMENT COLUMN changed_in         '';
ALTER TABLE trades_enriched
  COMMENT COLUMN event_id           '',
  COMMENT COLUMN wallet             '',
  COMMENT COLUMN role               '',
  COMMENT COLUMN token_id           '',
  COMMENT COLUMN direction          '',
  COMMENT COLUMN shares             '',
  COMMENT COLUMN usd                '',
  COMMENT COLUMN fee                '',
  COMMENT COLUMN cashflow           '',
  COMMENT COLUMN price              '',
  COMMENT COLUMN ts                 '',
  COMMENT COLUMN tx_hash            '',
  COMMENT COLUMN era                '',
  COMMENT COLUMN condition_id       '',
  COMMENT COLUMN outcome_index      '',
  COMMENT COLUMN outcome            '',
  COMMENT COLUMN market_id          '',
  COMMENT COLUMN market_event_id    '',
  COMMENT COLUMN question           '',
  COMMENT COLUMN canonical_category '',
  COMMENT COLUMN tags               '';
ALTER TABLE realized_pnl_by_market_final
  COMMENT COLUMN wallet             '',
  COMMENT COLUMN condition_id       '',
  COMMENT COLUMN market_id          '',
  COMMENT COLUMN canonical_category '',
  COMMENT COLUMN cashflow           '',
  COMMENT COLUMN payout_value       '',
  COMMENT COLUMN realized_pnl_usd   '',
  COMMENT COLUMN legs               '',
  COMMENT COLUMN resolution_source  '',
  COMMENT COLUMN resolved_at        '',
  COMMENT COLUMN trades             '';
ALTER TABLE wallet_realized_pnl_final
  COMMENT COLUMN wallet              '',
  COMMENT COLUMN realized_pnl_usd    '',
  COMMENT COLUMN resolved_conditions '',
  COMMENT COLUMN trades              '',
  COMMENT COLUMN last_trade_at       '';
ALTER TABLE wallet_unrealized_pnl_v2
  COMMENT COLUMN wallet                   '',
  COMMENT COLUMN unrealized_pnl_usd       '',
  COMMENT COLUMN known_unrealized_pnl_usd '',
  COMMENT COLUMN open_conditions          '',
  COMMENT COLUMN holdings                 '',
  COMMENT COLUMN unpriced_holdings        '',
  COMMENT COLUMN uncosted_holdings        '',
  COMMENT COLUMN oldest_price_at          '';
ALTER TABLE wallet_pnl_summary_final
  COMMENT COLUMN wallet              '',
  COMMENT COLUMN realized_pnl_usd    '',
  COMMENT COLUMN unrealized_pnl_usd  '',
  COMMENT COLUMN total_pnl_usd       '',
  COMMENT COLUMN resolved_conditions '',
  COMMENT COLUMN open_conditions     '',
  COMMENT COLUMN unpriced_holdings   '',
  COMMENT COLUMN uncosted_holdings   '';
ALTER TABLE schema_migrations
  COMMENT COLUMN version    '',
  COMMENT COLUMN name       '',
  COMMENT COLUMN checksum   '',
  COMMENT COLUMN applied_at '',
  COMMENT COLUMN is_deleted '';
