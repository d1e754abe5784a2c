-- Comments in the words of docs/glossary.md.
COMMENT ON TABLE health_reports IS 'The newest health reports, HEALTH_HISTORY_SIZE of them; older ones are deleted as new ones come';
COMMENT ON TABLE run_lock IS 'Names the holder of each lock and its fence. The advisory lock of a session excludes others; this row is for information.';
COMMENT ON COLUMN run_steps.row_count IS 'rows that it wrote or checked; null where it ended with an error';
COMMENT ON COLUMN runs.trigger IS 'what started it: schedule, schedule-late for a catch-up run, http, cli, start or drop';
COMMENT ON COLUMN runs.clean_stops IS
  'number of attempts that ended because their service was asked to stop; only the others count towards the limit after which the run is given up';
