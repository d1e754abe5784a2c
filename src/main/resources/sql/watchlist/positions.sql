-- Net positions of wallets that were recomputed after the publication {since}, in unresolved conditions. Complete sets are
-- taken out, as in wallet_resolution_outcomes: who only split collateral, or bought as much of both outcomes, took no position.
WITH
  held AS (
    SELECT wallet, condition_id, outcome_index, net_shares, average_price FROM wallet_open_positions
    WHERE wallet IN {wallets:Array(String)} AND revision > {since:UInt64}
      AND condition_id NOT IN (SELECT condition_id FROM market_resolutions FINAL)
  ),
  stands AS (
    SELECT
      wallet, condition_id, held_outcomes,
      arrayMap(i -> arraySum(h -> if(h.1 = i, h.2, toDecimal128(0, 6)), held_outcomes), range(outcomes)) AS nets,
      toUInt8(indexOf(nets, arrayMax(nets)) - 1) AS outcome_index,
      arrayMax(nets) - arrayMin(nets) AS shares
    FROM (
      SELECT
        h.wallet AS wallet, h.condition_id AS condition_id,
        groupArray((h.outcome_index, h.net_shares, h.average_price)) AS held_outcomes,
        -- the join fills in 0 where no token is known
        greatest(2, max(toUInt16(h.outcome_index)) + 1, max(k.outcomes)) AS outcomes
      FROM held AS h
      LEFT JOIN (
        SELECT condition_id, max(toUInt16(outcome_index)) + 1 AS outcomes
        FROM tokens_dim FINAL WHERE condition_id IN (SELECT condition_id FROM held) GROUP BY condition_id
      ) AS k ON k.condition_id = h.condition_id
      GROUP BY h.wallet, h.condition_id
    )
    WHERE shares >= toDecimal128('0.01', 6)
  )
SELECT
  s.wallet AS wallet,
  s.condition_id AS condition_id,
  s.outcome_index AS outcome_index,
  s.shares AS shares,
  -- NULL where the wallet stands for an outcome by having given up the other: that has no known cost
  toDecimal128(s.shares * arrayFirst(h -> h.1 = s.outcome_index, s.held_outcomes).3, 6) AS usd,
  toUnixTimestamp(f.first_ts) AS first_ts,
  c.market_id AS market_id,
  c.question AS question,
  c.outcomes[s.outcome_index + 1] AS outcome,
  if(c.canonical_category = '', 'Uncategorized', c.canonical_category) AS canonical_category
FROM stands AS s
INNER JOIN (SELECT wallet, condition_id, first_ts FROM trade_cashflows_v3 WHERE wallet IN {wallets:Array(String)}) AS f
  ON f.wallet = s.wallet AND f.condition_id = s.condition_id
LEFT JOIN condition_market_map AS c ON c.condition_id = s.condition_id
ORDER BY first_ts, wallet, condition_id
