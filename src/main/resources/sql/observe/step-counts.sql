-- What has not happened yet is 0, so that the first failure is seen to come; of the steps that the routes have, from the start.
WITH recorded AS (
  SELECT r.kind, s.step, s.status, s.duration_ms, s.row_count
  FROM run_steps s
  JOIN runs r ON r.id = s.run_id
), steps AS (
  SELECT kind, step FROM recorded
  UNION
  SELECT kind, step FROM planned_steps
)
SELECT
  steps.kind, steps.step, statuses.status, count(recorded.step) AS steps,
  coalesce(sum(recorded.duration_ms), 0) / 1000.0 AS duration, coalesce(sum(recorded.row_count), 0) AS rows
FROM steps
CROSS JOIN (VALUES ('success'), ('failed'), ('skipped')) AS statuses (status)
LEFT JOIN recorded ON recorded.kind = steps.kind AND recorded.step = steps.step AND recorded.status = statuses.status
GROUP BY steps.kind, steps.step, statuses.status
