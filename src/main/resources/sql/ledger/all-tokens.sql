-- How many tokens were ever traded.
SELECT uniqExact(token_id) FROM trades_raw
