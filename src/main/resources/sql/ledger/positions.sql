INSERT INTO outcome_positions_v2__layers (* EXCEPT version)
SELECT
  wallet, condition_id, outcome_index,
  bought_shares - fee_shares - sold_shares + split_shares - merged_shares + converted_shares,
  bought_shares, sold_shares, bought_usd, sold_usd, split_shares, merged_shares, converted_shares,
  fee_shares, fee_usd, trades, first_ts, last_ts,
  {fence:UInt64}, {build:UInt64}, toUnixTimestamp(first_ts) = 0 AS is_gone
FROM ledger_positions
WHERE NOT (is_gone AND is_new = 1)
