-- Sums up the positions of each wallet in each condition, and values them: what the tables by wallet and condition are written from.
-- Both sides of realised P&L are summed to wallet and condition before they meet. Both are after fees; gross P&L is the same before them.
-- What did the wallet stand for? Complete sets pay 1 whatever happens, so they are taken out: the holding of an outcome counts above the
-- smallest one. For two outcomes that is the difference, on the side of the larger. Below 0.01 shares, or below a thousandth of what
-- it ever got of the condition, the wallet was flat.
INSERT INTO ledger_wallet_conditions
WITH
  toInt256(greatest(c.payout_denominator, toUInt256(1))) AS denominator,
  arrayMap(i -> arraySum(p -> if(p.outcome_index = i, p.traded_shares - p.fee_shares, toDecimal128(0, 6)), w.positions), range(length(c.payout_numerators))) AS nets
SELECT
  w.wallet, w.condition_id,
  w.clob + w.split + w.merge + w.conversion - w.fees AS cashflow, w.clob, w.split, w.merge, w.conversion, -w.fees,
  w.trades, w.begin, w.end, w.has_events, w.is_new, w.was_resolved, c.is_resolved,
  -- integers of 10^-6 shares; the divisions truncate toward zero
  toDecimal128(toDecimal256(arraySum(p -> intDiv(toInt256((p.traded_shares - p.fee_shares) * 1000000) * toInt256(c.payout_numerators[p.outcome_index + 1]),
    denominator), w.positions), 6) / 1000000, 6) AS payout_value,
  cashflow + payout_value,
  cashflow + w.fees + toDecimal128(toDecimal256(arraySum(p -> intDiv(toInt256(p.traded_shares * 1000000) * toInt256(c.payout_numerators[p.outcome_index + 1]),
    denominator), w.positions), 6) / 1000000, 6),
  w.redeemed_usd,
  toDecimal128(toDecimal256(arraySum(p -> intDiv(toInt256(greatest(p.traded_shares - p.fee_shares, toDecimal128(0, 6)) * 1000000) * toInt256(c.payout_numerators[p.outcome_index + 1]),
    denominator), w.positions), 6) / 1000000, 6) - w.redeemed_usd,
  w.oversold_shares,
  c.canonical_category, c.market_id, c.source, c.resolved_at,
  greatest(indexOf(nets, arrayMax(nets)), 1) - 1 AS best,
  arrayMax(nets) - arrayMin(nets) AS holding,
  toFloat64(c.payout_numerators[best + 1]) / toFloat64(denominator),
  c.payout_numerators[best + 1] * 2 > c.payout_denominator,
  holding < greatest(toDecimal128('0.01', 6), w.acquired / 1000),
  w.average_cost,
  -- as in average-cost.sql
  if(c.is_resolved = 0, toDecimal128(0, 6), toDecimal128(toDecimal256(arraySum(p -> intDiv(toInt256(p.held_shares * 1000000)
    * (intDiv(toInt256(c.payout_numerators[p.outcome_index + 1]) * 1000000, denominator) - toInt256(p.average_price * 1000000)), toInt256(1000000)), w.positions), 6)
    / 1000000, 6)),
  arrayMap(p -> [toDecimal128(p.outcome_index, 6), p.traded_shares - p.fee_shares, p.bought_shares, p.sold_shares, p.bought_usd, p.sold_usd, p.average_price, p.average_cost_pnl_usd],
    arrayFilter(p -> p.has_events, w.positions)),
  -- as in open-positions.sql
  if(c.is_resolved = 1, [], arraySort(h -> h.1, arrayMap(
    p -> (c.tokens[p.outcome_index], p.traded_shares - p.fee_shares, if(p.traded_shares > p.fee_shares, p.net_average_price, NULL), p.held_shares, p.average_price),
    arrayFilter(p -> p.traded_shares != p.fee_shares, w.positions))))
FROM (
  SELECT
    wallet, condition_id,
    sum(sold_usd - bought_usd) AS clob, sum(split_cash) AS split, sum(merge_cash) AS merge, sum(conversion_cash) AS conversion, sum(fee_usd) AS fees,
    sum(trades) AS trades, minIf(first_ts, toUnixTimestamp(first_ts) != 0) AS begin, max(last_ts) AS end, max(toUnixTimestamp(first_ts) != 0) AS has_events,
    min(is_new) AS is_new, max(former_category != '') AS was_resolved,
    sum(redeemed_usd) AS redeemed_usd, sum(net_oversold_shares) AS oversold_shares, sum(net_acquired_shares) AS acquired, sum(average_cost_pnl_usd) AS average_cost,
    arraySort(p -> p.1, groupArray(CAST((outcome_index, toUnixTimestamp(first_ts) != 0, bought_shares - sold_shares + split_shares - merged_shares + converted_shares, fee_shares,
      bought_shares, sold_shares, bought_usd, sold_usd, held_shares, average_price, average_cost_pnl_usd, net_average_price),
      'Tuple(outcome_index UInt8, has_events UInt8, traded_shares Decimal(38, 6), fee_shares Decimal(38, 6), bought_shares Decimal(38, 6), sold_shares Decimal(38, 6), bought_usd Decimal(38, 6), sold_usd Decimal(38, 6), held_shares Decimal(38, 6), average_price Decimal(38, 6), average_cost_pnl_usd Decimal(38, 6), net_average_price Decimal(38, 6))'))) AS positions
  FROM ledger_positions
  GROUP BY wallet, condition_id
) AS w
LEFT JOIN ledger_conditions AS c ON c.condition_id = w.condition_id
-- the sums come in the order of the table, so that nothing is sorted for it
SETTINGS optimize_aggregation_in_order = 1
