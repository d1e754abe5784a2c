-- What has not happened yet is 0, so that the first failure is seen to come; of the steps that the routes have, from the start.
WITH told AS (
  SELECT r.kind, s.step, s.status, s.duration_ms, s.row_count
  FROM run_steps s
  JOIN runs r ON r.id = s.run_id
), steps AS (
  SELECT kind, step FROM told
  UNION
  SELECT kind, step FROM planned_steps
)
SELECT
  steps.kind, steps.step, statuses.status, count(told.step) AS steps,
  coalesce(sum(told.duration_ms), 0) / 1000.0 AS duration, coalesce(sum(told.row_count), 0) AS rows
FROM steps
CROSS JOIN (VALUES ('success'), ('failed'), ('skipped')) AS statuses (status)
LEFT JOIN told ON told.kind = steps.kind AND told.step = steps.step AND told.status = statuses.status
GROUP BY steps.kind, steps.step, statuses.status
