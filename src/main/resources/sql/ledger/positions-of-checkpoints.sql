-- Takes all positions as they are, where only tables that are derived from them are recomputed.
INSERT INTO ledger_positions
SELECT
  wallet, condition_id, outcome_index,
  bought_shares, sold_shares, bought_usd, sold_usd, split_shares, merged_shares, converted_shares, split_cash, merge_cash, conversion_cash,
  fee_shares, fee_usd, redeemed_usd,
  trades, first_ts, last_ts, average_cost_pnl_usd, held_shares, average_price, acquired_shares, oversold_shares, redeemed_shares,
  net_average_cost_pnl_usd, net_held_shares, net_average_price, net_acquired_shares, net_oversold_shares, net_redeemed_shares,
  redemptions, first_redemption_ts, checkpoint_at,
  0, 1, '', 0, 0
FROM position_checkpoints__build
WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
