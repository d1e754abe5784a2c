-- By it a ClickHouse that was restored from an older backup is noticed.
ALTER TABLE run_lock ADD COLUMN kept_fence bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN run_lock.kept_fence IS 'The newest fence that ClickHouse has in its table fences; 0 for none yet';
