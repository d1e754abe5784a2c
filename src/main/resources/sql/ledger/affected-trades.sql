-- The trades of what is replayed, by the key that trades_raw is ordered by.
INSERT INTO ledger_affected_trades
SELECT DISTINCT a.wallet, k.token_id
FROM (SELECT DISTINCT wallet, condition_id FROM ledger_affected WHERE replay = 1) AS a
INNER JOIN (
  SELECT token_id, condition_id FROM tokens_dim FINAL WHERE condition_id IN (SELECT condition_id FROM ledger_affected WHERE replay = 1)
) AS k ON k.condition_id = a.condition_id
