-- A firing of a schedule belongs to one run at most, whichever process it reaches and however often.
ALTER TABLE runs ADD COLUMN scheduled_for timestamptz;
COMMENT ON COLUMN runs.scheduled_for IS 'When the schedule wanted it; empty for runs that were started otherwise';
CREATE UNIQUE INDEX runs_one_for_each_firing ON runs (kind, scheduled_for);

CREATE TABLE schedules (
  name           text        PRIMARY KEY,
  cron           text        NOT NULL,
  zone           text        NOT NULL,
  in_force_since timestamptz NOT NULL,
  initialized_at timestamptz,
  stopped_at     timestamptz,
  stopped_by     text
);
COMMENT ON TABLE schedules IS 'Schedules as all service processes of this installation know them';
COMMENT ON COLUMN schedules.name IS 'Kind of the runs that it starts';
COMMENT ON COLUMN schedules.cron IS 'Quartz expression that the last started process was given';
COMMENT ON COLUMN schedules.zone IS 'Time zone of the expression';
COMMENT ON COLUMN schedules.in_force_since IS 'Earlier firings cannot have been missed: the schedule was new, changed or started then';
COMMENT ON COLUMN schedules.initialized_at IS 'First successful GET /api/cron/init; empty before it';
COMMENT ON COLUMN schedules.stopped_at IS 'Since when nothing is started by it; empty while it is not stopped';
COMMENT ON COLUMN schedules.stopped_by IS 'Who stopped it';
