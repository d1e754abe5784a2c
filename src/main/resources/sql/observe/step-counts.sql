SELECT r.kind, s.step, s.status, count(*) AS steps, coalesce(sum(s.duration_ms), 0) / 1000.0 AS duration, coalesce(sum(s.row_count), 0) AS rows
FROM run_steps s
JOIN runs r ON r.id = s.run_id
WHERE s.status <> 'running'
GROUP BY r.kind, s.step, s.status
