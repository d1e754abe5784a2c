-- What did the wallet stand for? Complete sets pay 1 whatever happens, so they are taken out: the holding of an outcome counts above the
-- smallest one. For two outcomes that is the difference, on the side of the larger. Below 0.01 shares the wallet was flat.
INSERT INTO wallet_resolution_outcomes__layers (* EXCEPT (is_deleted, version))
SELECT
  s.wallet, s.condition_id, s.best, s.holding,
  toFloat64(w.payout_numerators[s.best + 1]) / toFloat64(w.payout_denominator),
  w.payout_numerators[s.best + 1] * 2 > w.payout_denominator,
  p.canonical_category, w.resolved_at, p.trades, {fence:UInt64}, {build:UInt64}
FROM (
  SELECT
    wallet, condition_id,
    indexOf(nets, arrayMax(nets)) - 1 AS best,
    arrayMax(nets) - arrayMin(nets) AS holding
  FROM (
    SELECT
      o.wallet AS wallet, o.condition_id AS condition_id,
      groupArray((o.outcome_index, o.net_shares)) AS held,
      arrayMap(i -> arraySum(h -> if(h.1 = i, h.2, toDecimal128(0, 6)), held), range(any(length(i.payout_numerators)))) AS nets
    FROM (
      SELECT wallet, condition_id, outcome_index, net_shares FROM outcome_positions_v2__build
      WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
        AND ({everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected))
    ) AS o
    INNER JOIN winning_index AS i ON i.condition_id = o.condition_id
    GROUP BY o.wallet, o.condition_id
  )
) AS s
INNER JOIN winning_index AS w ON w.condition_id = s.condition_id
INNER JOIN (
  SELECT wallet, condition_id, canonical_category, trades FROM wallet_condition_pnl__build
  WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
    AND ({everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected))
) AS p ON p.wallet = s.wallet AND p.condition_id = s.condition_id
WHERE s.holding >= toDecimal128('0.01', 6)
