-- All events of a portion of wallets, wallet by wallet in the order in which they count. Within a second the source has no order
-- of transactions: there, what was gained comes before what was given up, so that no sale goes uncovered for want of a purchase beside it.
-- outcome: the index of a trade's outcome; how many outcomes there are for splits and merges. Amounts are 10^-6.
-- Left out, and counted by gates: trades of unknown tokens (markets-missing-dim), conversions of unknown questions (conversions-mapped),
-- redemptions of conditions whose payout is unknown (redemptions-priced).
WITH
  events AS (
    SELECT event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts
    FROM position_events FINAL
    WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
      AND wallet NOT IN (SELECT address FROM contracts FINAL)
      AND ({everything:UInt8} = 1 OR if(kind = 'CONVERSION',
        wallet IN (SELECT wallet FROM ledger_affected) AND neg_risk_market_id IN (
          SELECT neg_risk_market_id FROM neg_risk_members WHERE condition_id IN (SELECT condition_id FROM ledger_affected)),
        (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected)))
  )
SELECT wallet, kind, condition_id, outcome, shares, usd, payouts, given_up, gained
FROM (
  SELECT
    t.wallet AS wallet, t.ts AS ts, t.event_id AS event_id,
    toString(t.direction) AS kind,
    k.condition_id AS condition_id, toInt32(k.outcome_index) AS outcome,
    toInt64(toDecimal128(t.shares, 6) * 1000000) AS shares, toInt64(toDecimal128(t.usd, 6) * 1000000) AS usd,
    CAST([], 'Array(Int64)') AS payouts, CAST([], 'Array(String)') AS given_up, CAST([], 'Array(String)') AS gained
  FROM (
    SELECT event_id, wallet, token_id, direction, shares, usd, ts FROM trades_raw FINAL
    WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
      AND ({everything:UInt8} = 1 OR (wallet, token_id) IN (SELECT wallet, token_id FROM ledger_affected_trades))
      AND wallet NOT IN (SELECT address FROM contracts FINAL)
  ) AS t
  INNER JOIN (SELECT token_id, condition_id, outcome_index FROM tokens_dim FINAL) AS k ON k.token_id = t.token_id

  UNION ALL

  SELECT
    e.wallet, e.ts, e.event_id, toString(e.kind), e.condition_id, toInt32(greatest(toUInt32(k.outcomes), 2)),
    toInt64(toDecimal128(e.amount, 6) * 1000000), 0, [], [], []
  FROM (SELECT * FROM events WHERE kind IN ('SPLIT', 'MERGE')) AS e
  LEFT JOIN (SELECT condition_id, max(outcome_index) + 1 AS outcomes FROM tokens_dim FINAL GROUP BY condition_id) AS k
    ON k.condition_id = e.condition_id

  UNION ALL

  SELECT
    e.wallet, e.ts, e.event_id, 'REDEMPTION', e.condition_id, 0, 0, 0,
    arrayMap(n -> toInt64(intDiv(toInt256(n) * 1000000, toInt256(w.payout_denominator))), w.payout_numerators), [], []
  FROM (SELECT * FROM events WHERE kind = 'REDEMPTION') AS e
  INNER JOIN winning_index AS w ON w.condition_id = e.condition_id

  UNION ALL

  SELECT
    e.wallet, e.ts, e.event_id, 'CONVERSION', '', 0, toInt64(toDecimal128(e.amount, 6) * 1000000), 0, [],
    arrayMap(q -> q.2, arrayFilter(q -> bitAnd(bitShiftRight(e.index_sets[1], q.1), toUInt256(1)) = 1, of_event)) AS given_up,
    arrayMap(q -> q.2, arrayFilter(q -> bitAnd(bitShiftRight(e.index_sets[1], q.1), toUInt256(1)) = 0, of_event))
  FROM (
    SELECT e.*, arraySlice(m.questions, 1, e.question_count) AS of_event
    FROM (SELECT * FROM events WHERE kind = 'CONVERSION') AS e
    INNER JOIN neg_risk_groups AS m ON m.neg_risk_market_id = e.neg_risk_market_id
    WHERE e.question_count <= m.mapped_questions
  ) AS e
  WHERE notEmpty(given_up)
)
ORDER BY wallet, ts, indexOf(['SPLIT', 'BUY', 'CONVERSION', 'SELL', 'MERGE', 'REDEMPTION'], kind), event_id
SETTINGS max_bytes_before_external_sort = 1000000000
