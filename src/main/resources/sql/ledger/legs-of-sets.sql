-- Splits and merges: a share of every outcome for one USDC, and back. The cash is booked once, on the first outcome.
INSERT INTO ledger_legs
SELECT
  e.wallet, e.condition_id, outcome, if(e.kind = 'SPLIT', 'SPLIT', 'MERGE'),
  sum(if(e.kind = 'SPLIT', toDecimal128(e.amount, 6), -toDecimal128(e.amount, 6))),
  sum(if(outcome > 0, toDecimal128(0, 6), if(e.kind = 'SPLIT', -toDecimal128(e.amount, 6), toDecimal128(e.amount, 6)))),
  sum(if(outcome > 0, 0, 1)), min(e.ts), max(e.ts)
FROM (
  SELECT wallet, condition_id, kind, amount, ts
  FROM position_events FINAL
  WHERE kind IN ('SPLIT', 'MERGE')
    AND cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
    AND ({everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected))
    AND wallet NOT IN (SELECT address FROM contracts FINAL)
) AS e
LEFT JOIN (SELECT condition_id, max(outcome_index) + 1 AS outcomes FROM tokens_dim FINAL GROUP BY condition_id) AS k
  ON k.condition_id = e.condition_id
-- two outcomes where no token is known: every condition of the exchanges has two
ARRAY JOIN range(greatest(toUInt32(k.outcomes), 2)) AS outcome
GROUP BY e.wallet, e.condition_id, outcome, e.kind
