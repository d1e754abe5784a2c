-- Takes all positions as they are, where only tables that are derived from them are recomputed.
INSERT INTO ledger_positions
SELECT
  wallet, condition_id, outcome_index,
  bought_shares, sold_shares, bought_usd, sold_usd, split_shares, merged_shares, converted_shares, split_cash, merge_cash, conversion_cash,
  trades, first_ts, last_ts, average_cost_pnl_usd, held_shares, average_price, acquired_shares, oversold_shares, redeemed_shares, redemptions, checkpoint_at,
  0, 1, '', 0, 0
FROM position_checkpoints__build
WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
