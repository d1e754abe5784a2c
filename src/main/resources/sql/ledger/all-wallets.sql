-- Every wallet that anything ever happened to.
INSERT INTO ledger_affected
SELECT DISTINCT wallet FROM (SELECT wallet FROM trades_raw UNION ALL SELECT wallet FROM position_events)
