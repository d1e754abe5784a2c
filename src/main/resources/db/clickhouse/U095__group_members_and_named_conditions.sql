ALTER TABLE position_events DROP INDEX IF EXISTS by_group;
DROP TABLE IF EXISTS position_conditions SYNC;
DROP TABLE IF EXISTS neg_risk_members SYNC;
