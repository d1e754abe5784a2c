-- Which outcome of which condition tokens stand for; an unknown token has no row.
SELECT toString(token_id) AS token, condition_id, outcome_index
FROM tokens_dim FINAL
WHERE token_id IN {tokens:Array(UInt256)}
SETTINGS max_execution_time = 5, max_threads = 1
