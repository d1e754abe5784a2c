-- How many conditions any position may be in.
SELECT uniqExact(condition_id) FROM tokens_dim
