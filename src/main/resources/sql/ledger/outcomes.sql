INSERT INTO wallet_resolution_outcomes__layers (* EXCEPT version)
SELECT
  wallet, condition_id, best, net_shares, payout, won, canonical_category, resolved_at, trades, {fence:UInt64}, {build:UInt64},
  has_events = 0 OR is_resolved = 0 OR is_flat = 1 AS is_gone
FROM ledger_wallet_conditions
WHERE NOT (is_gone AND was_resolved = 0)
