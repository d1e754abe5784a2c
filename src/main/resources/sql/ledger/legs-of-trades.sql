-- Trades. Those of tokens that no condition is known for yet are left out here, counted by the gate markets-missing-dim, and taken up when
-- the token's condition arrives.
INSERT INTO ledger_legs
SELECT
  t.wallet, k.condition_id, k.outcome_index, if(t.direction = 'BUY', 'BUY', 'SELL'),
  sum(if(t.direction = 'BUY', toDecimal128(t.shares, 6), -toDecimal128(t.shares, 6))),
  sum(toDecimal128(t.cashflow, 6)),
  count(), min(t.ts), max(t.ts)
FROM (
  SELECT wallet, token_id, direction, shares, cashflow, ts
  FROM trades_raw FINAL
  WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
    AND ({everything:UInt8} = 1 OR (wallet, token_id) IN (SELECT wallet, token_id FROM ledger_affected_trades))
    AND wallet NOT IN (SELECT address FROM contracts FINAL)
) AS t
INNER JOIN (SELECT token_id, condition_id, outcome_index FROM tokens_dim FINAL) AS k ON k.token_id = t.token_id
GROUP BY t.wallet, k.condition_id, k.outcome_index, t.direction
