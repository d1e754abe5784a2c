-- The steps of the last ended run of each kind.
WITH last AS (
  SELECT DISTINCT ON (kind) id, kind FROM runs WHERE status IN ('success', 'partial', 'failed') ORDER BY kind, id DESC
)
SELECT last.kind, s.step, (s.status = 'success')::int AS success, s.duration_ms / 1000.0 AS duration, s.row_count AS rows
FROM last
JOIN run_steps s ON s.run_id = last.id
