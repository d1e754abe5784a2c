-- The kinds of runs are what modules and routes have; a comment that lists them is out of date with the next one.
COMMENT ON COLUMN runs.kind IS 'the route that the run follows, such as nightly or resolution-file-apply; of work on history what was done, such as backfill or rebuild';
