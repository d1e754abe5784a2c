-- Runs with the results of their steps. A run took what its steps took, because the time in which it was orphaned is not its own. A step counts the
-- records that it rejected, and the entries of dropped files that it skipped, by their reasons.
SELECT runs.*,
  coalesce(
    (SELECT sum(duration_ms) FROM run_steps WHERE run_id = runs.id), extract(epoch FROM finished_at - started_at) * 1000)::bigint AS duration_ms,
  (SELECT coalesce(sum(reason.value::bigint), 0)
   FROM run_steps
   CROSS JOIN LATERAL jsonb_each_text(
     CASE jsonb_typeof(details -> 'rejected') WHEN 'object' THEN details -> 'rejected' ELSE '{}' END) AS reason
   WHERE run_id = runs.id) AS rejected,
  (SELECT coalesce(sum(reason.value::bigint), 0)
   FROM run_steps
   CROSS JOIN LATERAL jsonb_each_text(
     CASE jsonb_typeof(details -> 'skipped_entries') WHEN 'object' THEN details -> 'skipped_entries' ELSE '{}' END) AS reason
   WHERE run_id = runs.id) AS skipped_entries,
  (SELECT coalesce(sum(jsonb_array_length(run_steps.warnings)), 0) FROM run_steps WHERE run_id = runs.id) AS warnings
FROM runs
