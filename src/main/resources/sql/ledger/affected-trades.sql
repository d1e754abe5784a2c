-- The trades of what is recomputed, by the key that trades_raw is ordered by.
INSERT INTO ledger_affected_trades
SELECT DISTINCT a.wallet, k.token_id
FROM ledger_affected AS a
INNER JOIN (SELECT token_id, condition_id FROM tokens_dim FINAL) AS k ON k.condition_id = a.condition_id
