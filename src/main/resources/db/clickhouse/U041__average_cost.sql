DROP TABLE IF EXISTS wallet_average_cost_pnl SYNC;
DROP TABLE IF EXISTS wallet_average_cost_pnl__build SYNC;
DROP TABLE IF EXISTS wallet_average_cost_pnl__previous SYNC;
