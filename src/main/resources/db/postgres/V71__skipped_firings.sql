-- A firing that met something else than a run of its kind under the lock is made up for when the lock is free.
ALTER TABLE runs ADD COLUMN make_up boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN runs.make_up IS 'Whether this firing was skipped because of other work and is still to get its run';
COMMENT ON COLUMN schedules.cron IS 'Quartz expression of the route that starts the runs; empty when it was switched off or has none';
COMMENT ON COLUMN schedules.zone IS 'Time zone of the expression; empty likewise';
