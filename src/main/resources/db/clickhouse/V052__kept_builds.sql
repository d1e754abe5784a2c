-- Builds that were replaced are kept under their number from now on (<table>__kept_<build>), not as one generation without a name.
DROP TABLE IF EXISTS outcome_positions_v2__previous SYNC;
DROP TABLE IF EXISTS trade_cashflows_v3__previous SYNC;
DROP TABLE IF EXISTS wallet_condition_pnl__previous SYNC;
DROP TABLE IF EXISTS wallet_resolution_outcomes__previous SYNC;
DROP TABLE IF EXISTS wallet_category_pnl__previous SYNC;
DROP TABLE IF EXISTS wallet_average_cost_pnl__previous SYNC;
