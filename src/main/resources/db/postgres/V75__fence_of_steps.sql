-- A resumed run has the fence of its last attempt; what a step wrote has that of the attempt that did it.
ALTER TABLE run_steps ADD COLUMN fence bigint;
COMMENT ON COLUMN run_steps.fence IS 'fence under which it began last; null where it was not tried, and in rows from before there was this column';
