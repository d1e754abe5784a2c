-- The kinds of runs are what modules and routes have; a comment that lists them is out of date with the next one.
ALTER TABLE run_copies COMMENT COLUMN kind 'the route that the run follows, such as nightly or resolution-file-apply; of work on history what was done, such as backfill or rebuild';

ALTER TABLE runs COMMENT COLUMN kind 'the route that the run follows, such as nightly or resolution-file-apply; of work on history what was done, such as backfill or rebuild';
