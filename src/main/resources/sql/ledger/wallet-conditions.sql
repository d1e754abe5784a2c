-- What the other tables have of a wallet in a condition, side by side and then in one row: those rows that this build wrote, or all where all are recomputed.
-- V182__wallet_conditions.sql has the meaning of amounts and outcomes by place; sumForEach takes a place that an array does not have for 0.
INSERT INTO wallet_conditions__layers (* EXCEPT version)
SELECT
  wallet, condition_id, minIf(begin, toUnixTimestamp(begin) != 0), max(end), max(stood), sumForEach(numbers), arraySort(groupArrayArray(positions)),
  arraySort(h -> h.1, groupArrayArray(held)), {fence:UInt64}, {build:UInt64}, max(toUnixTimestamp(begin)) = 0 AS is_gone
FROM (
  SELECT
    wallet, condition_id, first_ts AS begin, last_ts AS end, toInt8(-1) AS stood,
    [toDecimal128(trades, 6), sold_usd - bought_usd - fee_usd + split_cash + merge_cash + conversion_cash, average_cost_pnl_usd] AS numbers,
    if(toUnixTimestamp(first_ts) = 0, [], [[toDecimal128(outcome_index, 6), bought_shares - fee_shares - sold_shares + split_shares - merged_shares + converted_shares,
      bought_shares, sold_shares, bought_usd, sold_usd, average_price, average_cost_pnl_usd]]) AS positions,
    CAST([], 'Array(Tuple(UInt256, Decimal(38, 6), Nullable(Decimal(38, 6)), Decimal(38, 6), Decimal(38, 6)))') AS held, is_new
  FROM ledger_positions

  UNION ALL

  SELECT
    wallet, condition_id, toDateTime(0, 'UTC'), toDateTime(0, 'UTC'), -1,
    [toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(1, 6), realized_pnl_usd, gross_pnl_usd,
      greatest(realized_pnl_usd, toDecimal128(0, 6)), redemption_gap_usd, payout_value, toDecimal128(trades, 6), toDecimal128(realized_pnl_usd > 0, 6),
      toDecimal128(realized_pnl_usd < 0, 6), toDecimal128(oversold_shares > 0, 6)],
    [], [], 1
  FROM wallet_condition_pnl__layers FINAL
  PREWHERE layer IN (SELECT arrayJoin(if({everything:UInt8} = 1, layers['wallet_condition_pnl'], [{build:UInt64}])) FROM published_layers FINAL WHERE name = 'staged')
  WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}

  UNION ALL

  SELECT wallet, condition_id, toDateTime(0, 'UTC'), toDateTime(0, 'UTC'), toInt8(won), [], [], [], 1
  FROM wallet_resolution_outcomes__layers FINAL
  PREWHERE layer IN (SELECT arrayJoin(if({everything:UInt8} = 1, layers['wallet_resolution_outcomes'], [{build:UInt64}])) FROM published_layers FINAL WHERE name = 'staged')
  WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}

  UNION ALL

  SELECT
    wallet, condition_id, toDateTime(0, 'UTC'), toDateTime(0, 'UTC'), -1,
    [toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6), unredeemed_pnl_usd], [], [], 1
  FROM wallet_average_cost_pnl__layers FINAL
  PREWHERE layer IN (SELECT arrayJoin(if({everything:UInt8} = 1, layers['wallet_average_cost_pnl'], [{build:UInt64}])) FROM published_layers FINAL WHERE name = 'staged')
  WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}

  UNION ALL

  SELECT
    wallet, condition_id, toDateTime(0, 'UTC'), toDateTime(0, 'UTC'), -1, [], [],
    [(token_id, net_shares, average_price, average_cost_held_shares, average_cost_price)], 1
  FROM wallet_open_positions__layers FINAL
  PREWHERE layer IN (SELECT arrayJoin(if({everything:UInt8} = 1, layers['wallet_open_positions'], [{build:UInt64}])) FROM published_layers FINAL WHERE name = 'staged')
  WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
)
GROUP BY wallet, condition_id
HAVING NOT (is_gone AND min(is_new) = 1)
-- which layers count is decided before FINAL chooses among rows of one key
SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
