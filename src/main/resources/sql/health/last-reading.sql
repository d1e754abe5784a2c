-- What the newest step that reads events, and has ended, reports of the streams it read, and which run of its kind ended last.
SELECT
  s.run_id AS run,
  coalesce(r.finished_at, s.started_at) AS ended_at,
  (SELECT count(*) FROM jsonb_object_keys(CASE jsonb_typeof(s.details -> 'streams') WHEN 'object' THEN s.details -> 'streams' ELSE '{}' END)) AS read,
  s.warnings,
  r.kind,
  (SELECT max(id) FROM runs WHERE runs.kind = r.kind AND status IN ('success', 'partial', 'failed')) AS newest
FROM run_steps s
JOIN runs r ON r.id = s.run_id
WHERE s.work = ANY (string_to_array(?, ',')) AND s.status IN ('success', 'failed')
ORDER BY s.run_id DESC
LIMIT 1
