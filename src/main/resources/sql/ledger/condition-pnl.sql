INSERT INTO wallet_condition_pnl__layers (* EXCEPT version)
SELECT
  wallet, condition_id, cashflow, payout_value, realized_pnl_usd, gross_pnl_usd, gross_pnl_usd - realized_pnl_usd, redeemed_usd, redemption_gap_usd, oversold_shares,
  'all', canonical_category, market_id, source, resolved_at, trades, last_ts, {fence:UInt64}, {build:UInt64},
  has_events = 0 OR is_resolved = 0 AS is_gone
FROM ledger_wallet_conditions
WHERE NOT (is_gone AND was_resolved = 0)
