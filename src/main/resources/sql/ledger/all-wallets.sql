-- How many wallets anything ever happened to.
SELECT uniqExact(wallet) FROM (SELECT wallet FROM trades_raw UNION ALL SELECT wallet FROM position_events)
