DROP VIEW IF EXISTS wallet_transfer_totals;
DROP TABLE IF EXISTS share_transfers SYNC;
