-- What did the wallet stand for? Complete sets pay 1 whatever happens, so they are taken out: the holding of an outcome counts above the
-- smallest one. For two outcomes that is the difference, on the side of the larger. Below 0.01 shares, or below a thousandth of what
-- it ever got of the condition, the wallet was flat.
INSERT INTO wallet_resolution_outcomes__layers (* EXCEPT version)
WITH arrayMap(i -> arraySum(h -> if(h.1 = i, h.2, toDecimal128(0, 6)), p.held), range(length(c.payout_numerators))) AS nets
SELECT
  p.wallet, p.condition_id,
  greatest(indexOf(nets, arrayMax(nets)), 1) - 1 AS best,
  arrayMax(nets) - arrayMin(nets) AS holding,
  toFloat64(c.payout_numerators[best + 1]) / toFloat64(greatest(c.payout_denominator, toUInt256(1))),
  c.payout_numerators[best + 1] * 2 > c.payout_denominator,
  c.canonical_category, c.resolved_at, p.trades, {fence:UInt64}, {build:UInt64},
  p.events_end = 0 OR c.is_resolved = 0 OR holding < greatest(toDecimal128('0.01', 6), p.acquired / 1000) AS is_gone
FROM (
  SELECT
    wallet, condition_id,
    groupArray((outcome_index, bought_shares - fee_shares - sold_shares + split_shares - merged_shares + converted_shares)) AS held,
    sum(net_acquired_shares) AS acquired,
    sum(trades) AS trades, max(toUnixTimestamp(first_ts)) AS events_end, max(former_category != '') AS was_resolved
  FROM ledger_positions
  GROUP BY wallet, condition_id
) AS p
LEFT JOIN ledger_conditions AS c ON c.condition_id = p.condition_id
WHERE NOT (is_gone AND NOT p.was_resolved)
