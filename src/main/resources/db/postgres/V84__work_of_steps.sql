-- Steps have the ids that operators give them; what a step does is stored beside its id.
ALTER TABLE run_steps ADD COLUMN work text;
COMMENT ON COLUMN run_steps.work IS
  'kind of work that the step did, whatever its id; other for an operator''s own steps, null where an earlier version recorded it under an id of its own';
UPDATE run_steps SET work = CASE step
  WHEN 'health' THEN 'health'
  WHEN 'markets' THEN 'market-catalogue'
  WHEN 'ingest' THEN 'ingest'
  WHEN 'missing-markets' THEN 'missing-markets'
  WHEN 'resolutions' THEN 'resolution-files'
  WHEN 'drop-resolutions' THEN 'resolution-files'
  WHEN 'outcomes' THEN 'publish-wallets'
  WHEN 'drop-outcomes' THEN 'publish-wallets'
  WHEN 'signal-wallets' THEN 'signal-wallets'
  WHEN 'gates' THEN 'gates'
  WHEN 'drop-gates' THEN 'gates'
END;
CREATE TABLE planned_steps (
  kind text NOT NULL,
  step text NOT NULL,
  work text NOT NULL,
  position int NOT NULL,
  PRIMARY KEY (kind, step)
);
COMMENT ON TABLE planned_steps IS 'The steps that the routes of runs have, as of the last start or edit of the routes.';
COMMENT ON COLUMN planned_steps.kind IS 'route of the run, which is the kind of its runs';
COMMENT ON COLUMN planned_steps.step IS 'id of the step in the route';
COMMENT ON COLUMN planned_steps.work IS 'kind of work that it does';
COMMENT ON COLUMN planned_steps.position IS 'order of the steps, from 1';
