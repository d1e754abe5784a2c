-- What these columns really hold.
COMMENT ON COLUMN runs.trigger IS 'what started it: schedule, schedule-late for a firing that was made up for, http, cli, start or drop';
COMMENT ON COLUMN run_lock.holder IS 'process that took it last, by its name in the log, such as process 1-k3f9qz; null when it was given back';
