-- A comment on every column: docs/tables.md is written from them. Repeatable; a build that was kept before keeps the comments that it had.
ALTER TABLE trades_raw
  COMMENT COLUMN tx_hash 'transaction',
  COMMENT COLUMN price   'USDC a share; not a number where no shares were traded';
ALTER TABLE position_events
  COMMENT COLUMN event_id   'id of the event at its source',
  COMMENT COLUMN kind       'CONVERSION: of neg-risk NO shares into YES shares and collateral',
  COMMENT COLUMN ts         'block time',
  COMMENT COLUMN source     'where it was read',
  COMMENT COLUMN era        'exchange generation, as the stream''s route says',
  COMMENT COLUMN revision   'fence of the run that wrote the row; the highest counts',
  COMMENT COLUMN is_deleted '1: the source no longer has the event',
  COMMENT COLUMN tx_hash    'transaction';
ALTER TABLE events_dim
  COMMENT COLUMN event_id   'id of the catalogue; of a list of events its slug',
  COMMENT COLUMN slug       'name in addresses',
  COMMENT COLUMN title      'as delivered',
  COMMENT COLUMN ends_at    'scheduled end; NULL when not told',
  COMMENT COLUMN source     'gamma: the catalogue; seed: a list of events',
  COMMENT COLUMN revision   'fence of the run that wrote the row; the highest counts',
  COMMENT COLUMN is_deleted '1: no longer so; FINAL leaves the row out';
ALTER TABLE markets_dim
  COMMENT COLUMN question   'as delivered',
  COMMENT COLUMN slug       'name in addresses',
  COMMENT COLUMN closed_at  'when trading ended; NULL while it is open, or not told',
  COMMENT COLUMN source     'gamma: the catalogue; seed: a list of markets',
  COMMENT COLUMN revision   'fence of the run that wrote the row; the highest counts',
  COMMENT COLUMN is_deleted '1: no longer so; FINAL leaves the row out';
ALTER TABLE tokens_dim
  COMMENT COLUMN token_id   'outcome token',
  COMMENT COLUMN source     'where it was read',
  COMMENT COLUMN revision   'fence of the run that wrote the row; the highest counts',
  COMMENT COLUMN is_deleted '1: no longer so; FINAL leaves the row out';
ALTER TABLE market_resolutions
  COMMENT COLUMN revision   'fence of the run that wrote the row; the highest counts',
  COMMENT COLUMN is_deleted '1: no longer so; FINAL leaves the row out';
ALTER TABLE contracts
  COMMENT COLUMN note       'for people',
  COMMENT COLUMN revision   'fence of the run that wrote the row; the highest counts',
  COMMENT COLUMN is_deleted '1: no longer so; FINAL leaves the row out';
ALTER TABLE resolution_staging
  COMMENT COLUMN entry              'place among the file''s usable entries',
  COMMENT COLUMN condition_id       '64 hex',
  COMMENT COLUMN market_id          'as the map says',
  COMMENT COLUMN payout_numerators  'per outcome index',
  COMMENT COLUMN payout_denominator 'sum of the numerators',
  COMMENT COLUMN vector_order       'YES_NO: (yes, no), whatever the market lists first',
  COMMENT COLUMN resolved_at        'as the map says';
ALTER TABLE outcome_positions_v2
  COMMENT COLUMN wallet        'address, lower case',
  COMMENT COLUMN condition_id  '64 hex',
  COMMENT COLUMN bought_shares 'by trades',
  COMMENT COLUMN sold_shares   'by trades',
  COMMENT COLUMN bought_usd    'USDC paid for them, without fees',
  COMMENT COLUMN sold_usd      'USDC received for them, without fees',
  COMMENT COLUMN split_shares  'gained by splits',
  COMMENT COLUMN merged_shares 'given up by merges',
  COMMENT COLUMN trades        'number of trades',
  COMMENT COLUMN first_ts      'oldest event',
  COMMENT COLUMN last_ts       'newest event';
ALTER TABLE trade_cashflows_v3
  COMMENT COLUMN wallet       'address, lower case',
  COMMENT COLUMN condition_id '64 hex',
  COMMENT COLUMN trades       'number of trades',
  COMMENT COLUMN first_ts     'oldest event',
  COMMENT COLUMN last_ts      'newest event',
  COMMENT COLUMN revision     'fence of the run that worked the row out';
ALTER TABLE wallet_condition_pnl
  COMMENT COLUMN wallet             'address, lower case',
  COMMENT COLUMN condition_id       '64 hex',
  COMMENT COLUMN cashflow           'as in trade_cashflows_v3',
  COMMENT COLUMN canonical_category 'category of the markets event',
  COMMENT COLUMN market_id          'id of the catalogue; empty when unknown',
  COMMENT COLUMN resolution_source  'whose payouts were used: chain, map or seed',
  COMMENT COLUMN resolved_at        'as that source says',
  COMMENT COLUMN trades             'number of trades',
  COMMENT COLUMN last_ts            'newest event',
  COMMENT COLUMN revision           'fence of the run that worked the row out';
ALTER TABLE wallet_resolution_outcomes
  COMMENT COLUMN wallet             'address, lower case',
  COMMENT COLUMN condition_id       '64 hex',
  COMMENT COLUMN canonical_category 'category of the market''s event',
  COMMENT COLUMN resolved_at        'as the source of the payouts says',
  COMMENT COLUMN trades             'number of trades',
  COMMENT COLUMN revision           'fence of the run that worked the row out';
ALTER TABLE wallet_category_pnl
  COMMENT COLUMN wallet              'address, lower case',
  COMMENT COLUMN canonical_category  'category of the events',
  COMMENT COLUMN realized_pnl_usd    'sum over the resolved conditions of the category',
  COMMENT COLUMN resolved_conditions 'how many these are',
  COMMENT COLUMN trades              'number of trades in them',
  COMMENT COLUMN revision            'fence of the run that worked the row out';
ALTER TABLE wallet_average_cost_pnl
  COMMENT COLUMN wallet       'address, lower case',
  COMMENT COLUMN condition_id '64 hex';
ALTER TABLE wallet_open_positions
  COMMENT COLUMN wallet       'address, lower case',
  COMMENT COLUMN condition_id '64 hex';
ALTER TABLE token_last_prices
  COMMENT COLUMN token_id      'outcome token',
  COMMENT COLUMN last_trade_at 'block time of that trade';
ALTER TABLE ledger_affected
  COMMENT COLUMN wallet 'address, lower case';
ALTER TABLE ledger_affected_tokens
  COMMENT COLUMN token_id 'outcome token';
ALTER TABLE ledger_legs
  COMMENT COLUMN wallet        'address, lower case',
  COMMENT COLUMN condition_id  '64 hex',
  COMMENT COLUMN outcome_index '0-based',
  COMMENT COLUMN kind          'what moved them',
  COMMENT COLUMN events        'how many',
  COMMENT COLUMN first_ts      'oldest of them',
  COMMENT COLUMN last_ts       'newest of them';
ALTER TABLE winning_index
  COMMENT COLUMN condition_id          '64 hex',
  COMMENT COLUMN source                'whose payouts are in force: chain before map before seed',
  COMMENT COLUMN payout_numerators     'per outcome index',
  COMMENT COLUMN payout_denominator    'sum of the numerators',
  COMMENT COLUMN resolved_at           'as that source says',
  COMMENT COLUMN winning_outcome_index '0-based; NULL where no outcome took everything',
  COMMENT COLUMN is_contradicted       '1: sources tell different payouts',
  COMMENT COLUMN changed_in            'fence of the run that changed it last';
ALTER TABLE condition_market_map
  COMMENT COLUMN condition_id       '64 hex',
  COMMENT COLUMN market_id          'decimal id of the catalogue',
  COMMENT COLUMN event_id           'the catalogue''s id, or the slug where only a list named the event',
  COMMENT COLUMN question           'as delivered',
  COMMENT COLUMN outcomes           'labels in outcome-index order',
  COMMENT COLUMN canonical_category 'of the event; Uncategorized when unknown',
  COMMENT COLUMN tags               'tag labels of the event',
  COMMENT COLUMN neg_risk_market_id '64 hex, or empty',
  COMMENT COLUMN question_index     'in a neg-risk event; 0 otherwise',
  COMMENT COLUMN source             'who told the market: gamma or seed',
  COMMENT COLUMN changed_in         'fence of the run that changed market or event last';
ALTER TABLE trades_enriched
  COMMENT COLUMN event_id           'id of the trade, as in trades_raw',
  COMMENT COLUMN wallet             'whose trade this is; lower case',
  COMMENT COLUMN role               'TAKER rows are the volume',
  COMMENT COLUMN token_id           'outcome token',
  COMMENT COLUMN direction          'BUY or SELL of outcome tokens, seen from the wallet',
  COMMENT COLUMN shares             'outcome tokens traded',
  COMMENT COLUMN usd                'collateral traded, USDC',
  COMMENT COLUMN fee                'as in trades_raw; in no cash flow',
  COMMENT COLUMN cashflow           'USDC: -usd of a BUY, +usd of a SELL',
  COMMENT COLUMN price              'USDC a share',
  COMMENT COLUMN ts                 'block time',
  COMMENT COLUMN tx_hash            'transaction',
  COMMENT COLUMN era                'which contracts: V1 or V2 exchange, or AMM',
  COMMENT COLUMN condition_id       '64 hex; empty for an unknown token',
  COMMENT COLUMN outcome_index      '0-based; NULL for an unknown token',
  COMMENT COLUMN outcome            'its label; empty when unknown',
  COMMENT COLUMN market_id          'id of the catalogue; empty when unknown',
  COMMENT COLUMN market_event_id    'the market''s event; empty when unknown',
  COMMENT COLUMN question           'of the market; empty when unknown',
  COMMENT COLUMN canonical_category 'of the event; Uncategorized when unknown',
  COMMENT COLUMN tags               'tag labels of the event';
ALTER TABLE realized_pnl_by_market_final
  COMMENT COLUMN wallet             'address, lower case',
  COMMENT COLUMN condition_id       '64 hex',
  COMMENT COLUMN market_id          'id of the catalogue; empty when unknown',
  COMMENT COLUMN canonical_category 'category of the market''s event',
  COMMENT COLUMN cashflow           'as in trade_cashflows_v3',
  COMMENT COLUMN payout_value       'sum over outcomes of net shares * payout',
  COMMENT COLUMN realized_pnl_usd   'cashflow + payout_value',
  COMMENT COLUMN legs               'which legs are in: all',
  COMMENT COLUMN resolution_source  'whose payouts were used: chain, map or seed',
  COMMENT COLUMN resolved_at        'as that source says',
  COMMENT COLUMN trades             'number of trades';
ALTER TABLE wallet_realized_pnl_final
  COMMENT COLUMN wallet              'address, lower case',
  COMMENT COLUMN realized_pnl_usd    'sum over the resolved conditions',
  COMMENT COLUMN resolved_conditions 'how many these are',
  COMMENT COLUMN trades              'number of trades in them',
  COMMENT COLUMN last_trade_at       'newest event in them';
ALTER TABLE wallet_unrealized_pnl_v2
  COMMENT COLUMN wallet                   'address, lower case',
  COMMENT COLUMN unrealized_pnl_usd       'NULL when a holding has no price or no known cost',
  COMMENT COLUMN known_unrealized_pnl_usd 'over the holdings with price and cost; NULL where there are none',
  COMMENT COLUMN open_conditions          'unresolved conditions with a holding',
  COMMENT COLUMN holdings                 'conditions and outcomes held',
  COMMENT COLUMN unpriced_holdings        'whose token nobody traded',
  COMMENT COLUMN uncosted_holdings        'whose cost is not known',
  COMMENT COLUMN oldest_price_at          'block time of the oldest price that was used';
ALTER TABLE wallet_pnl_summary_final
  COMMENT COLUMN wallet              'address, lower case',
  COMMENT COLUMN realized_pnl_usd    'as in wallet_realized_pnl_final; 0 where nothing is resolved',
  COMMENT COLUMN unrealized_pnl_usd  'as in wallet_unrealized_pnl_v2; 0 where nothing is held',
  COMMENT COLUMN total_pnl_usd       'their sum; NULL where the unrealised part is',
  COMMENT COLUMN resolved_conditions 'resolved conditions with P&L',
  COMMENT COLUMN open_conditions     'unresolved conditions with a holding',
  COMMENT COLUMN unpriced_holdings   'whose token nobody traded',
  COMMENT COLUMN uncosted_holdings   'whose cost is not known';
ALTER TABLE schema_migrations
  COMMENT COLUMN version    'number of the migration',
  COMMENT COLUMN name       'its name',
  COMMENT COLUMN checksum   'SHA-256 of its text, so that a changed one is noticed',
  COMMENT COLUMN applied_at 'when it was applied or undone',
  COMMENT COLUMN is_deleted '1: undone';
