-- Neg-risk conversions of amount shares: NO of each of the n questions in the index set is given up, YES of every other question is
-- gained, and amount * (n - 1) USDC come back, booked in equal parts to the questions given up (the remainder to the first of them).
-- A conversion whose questions are not all known yet is left out whole and counted by the gate conversions-mapped; the view neg_risk_groups defines for both
-- which ones are.
INSERT INTO ledger_legs
SELECT
  wallet, question.2, if(given_up, 1, 0), 'CONVERSION',
  sum(if(given_up, -toDecimal128(amount, 6), toDecimal128(amount, 6))),
  sum(toDecimal128(if(given_up, intDiv(cash_micro, n) + if(question.1 = first_given_up, cash_micro % n, 0), 0), 6) / 1000000),
  count(), min(ts), max(ts)
FROM (
  SELECT
    e.wallet AS wallet, e.amount AS amount, e.ts AS ts,
    arraySlice(m.questions, 1, e.question_count) AS questions,
    arrayFilter(q -> bitAnd(bitShiftRight(e.index_set, q.1), toUInt256(1)) = 1, questions) AS ours,
    toInt64(length(ours)) AS n,
    arrayMin(arrayMap(q -> q.1, ours)) AS first_given_up,
    toInt64(toDecimal128(e.amount, 6) * 1000000) * (n - 1) AS cash_micro,
    arrayJoin(questions) AS question,
    bitAnd(bitShiftRight(e.index_set, question.1), toUInt256(1)) = 1 AS given_up
  FROM (
    SELECT wallet, neg_risk_market_id, index_sets[1] AS index_set, question_count, amount, ts
    FROM position_events FINAL
    WHERE kind = 'CONVERSION'
      AND cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
      AND ({everything:UInt8} = 1 OR neg_risk_market_id IN (
        SELECT neg_risk_market_id FROM neg_risk_members WHERE condition_id IN (SELECT condition_id FROM ledger_affected)))
      AND wallet NOT IN (SELECT address FROM contracts FINAL)
  ) AS e
  INNER JOIN neg_risk_groups AS m ON m.neg_risk_market_id = e.neg_risk_market_id
  WHERE e.question_count <= m.mapped_questions AND n > 0
    AND ({everything:UInt8} = 1 OR (wallet, question.2) IN (SELECT wallet, condition_id FROM ledger_affected))
)
GROUP BY wallet, question.2, given_up
