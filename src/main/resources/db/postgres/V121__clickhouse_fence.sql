ALTER TABLE run_lock RENAME COLUMN kept_fence TO clickhouse_fence;
COMMENT ON COLUMN run_lock.clickhouse_fence IS 'newest fence in the table fences of ClickHouse; 0 before the first';
