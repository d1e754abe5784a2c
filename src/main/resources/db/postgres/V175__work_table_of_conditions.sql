-- The tables by wallet and condition are written from one work table now, and their rows are what they were: so nothing is recomputed for it.
INSERT INTO build_tables (build, name, position, version, recomputed)
SELECT build, 'ledger_wallet_conditions', NULL, 1, false FROM build_tables WHERE name = 'wallet_conditions'
ON CONFLICT DO NOTHING;
