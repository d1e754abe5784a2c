ALTER TABLE position_events DROP INDEX IF EXISTS by_time;
