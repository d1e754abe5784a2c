  -- for which outcome a wallet stands in a condition, and with how many shares, of the open positions "held"; complete sets are taken out, as in
  -- wallet_resolution_outcomes
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
