-- Gates look at what came since a run, and at nothing older than it.
ALTER TABLE position_events ADD INDEX IF NOT EXISTS by_time ts TYPE minmax GRANULARITY 4;
ALTER TABLE position_events MATERIALIZE INDEX by_time SETTINGS mutations_sync = 1;
