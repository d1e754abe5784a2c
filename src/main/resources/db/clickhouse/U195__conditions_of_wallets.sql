DROP TABLE IF EXISTS ledger_wallet_conditions SYNC;
ALTER TABLE ledger_conditions DROP COLUMN IF EXISTS tokens;
