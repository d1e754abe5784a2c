DROP TABLE IF EXISTS position_events;
DROP TABLE IF EXISTS trades_raw;
