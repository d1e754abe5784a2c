-- Checks the conditions in `totals`; the message names by `which` what they are.
  unbalanced_tokens AS (
    SELECT token_id, condition_id, outcome_index FROM tokens_dim FINAL
    WHERE condition_id IN (SELECT condition_id FROM totals WHERE abs(imbalance_usd) >= toDecimal128('0.01', 6))
  )
SELECT
  countIf(abs(imbalance) >= toDecimal128('0.01', 6)) AS observed,
  observed <= toUInt64(:?most) AS passed,
  concat(toString(observed), ' of ', toString(count()), ' resolved conditions', which, ' whose trades, splits and merges do not come to 0 over all wallets before fees',
    if(observed = 0, '', concat(': ', toString(sumIf(abs(imbalance), abs(imbalance) >= toDecimal128('0.01', 6))), ' USDC, as of ',
      arrayStringConcat(arraySlice(groupArrayIf(condition_id, abs(imbalance) >= toDecimal128('0.01', 6)), 1, 3), ', '),
      '; a side of some trade is missing, or counted twice'))) AS message
FROM (
  SELECT t.condition_id AS condition_id, t.imbalance_usd + c.balance AS imbalance
  FROM totals AS t
  LEFT JOIN (
    -- contracts are in no wallet table; what they traded is the other side
    SELECT condition_id, sum(balance) AS balance
    FROM (
      SELECT k.condition_id AS condition_id, toDecimal128(r.cashflow, 6)
        + toDecimal128(toDecimal256(intDiv(toInt256(if(r.direction = 'BUY', 1, -1) * toDecimal128(r.shares, 6) * 1000000) * toInt256(w.payout_numerators[k.outcome_index + 1]),
          greatest(toInt256(w.payout_denominator), toInt256(1))), 6) / 1000000, 6) AS balance
      FROM (
        SELECT token_id, cashflow, direction, shares FROM trades_raw FINAL
        WHERE token_id IN (SELECT token_id FROM unbalanced_tokens) AND wallet IN (SELECT address FROM contracts FINAL)
      ) AS r
      INNER JOIN unbalanced_tokens AS k ON k.token_id = r.token_id
      INNER JOIN winning_index AS w ON w.condition_id = k.condition_id
    )
    GROUP BY condition_id
  ) AS c ON c.condition_id = t.condition_id
  -- the pool of an AMM is the other side of its trades, and has no events of its own
  WHERE t.condition_id NOT IN (
    SELECT condition_id FROM unbalanced_tokens WHERE token_id IN (
      SELECT token_id FROM trades_raw WHERE token_id IN (SELECT token_id FROM unbalanced_tokens) AND era = 'AMM'))
)
