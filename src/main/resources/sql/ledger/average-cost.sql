INSERT INTO wallet_average_cost_pnl__layers (* EXCEPT version)
SELECT
  wallet, condition_id, outcome_index, average_cost_pnl_usd, held_shares, average_price, acquired_shares, oversold_shares, redeemed_shares,
  {fence:UInt64}, {build:UInt64}, toUnixTimestamp(first_ts) = 0 AS is_gone
FROM ledger_positions
WHERE NOT (is_gone AND is_new = 1)
