DROP VIEW IF EXISTS wallet_conditions;
DROP VIEW IF EXISTS wallet_conditions__build;
DROP TABLE IF EXISTS wallet_conditions__layers SYNC;
