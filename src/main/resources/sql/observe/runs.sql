-- Of each kind of run: how and when the last ones went. A skipped start is no run. The time in which a run that was cut off was orphaned is not
-- its own: it took what its steps took. Runs of a time to come were recorded by a clock that was ahead, and are not the last ones.
WITH recorded AS (
  SELECT
    *,
    status IN ('success', 'partial', 'failed') AS is_ended,
    coalesce(
      (SELECT sum(duration_ms) / 1000.0 FROM run_steps WHERE run_id = runs.id), extract(epoch FROM finished_at - started_at)) AS duration
  FROM runs
  WHERE status <> 'skipped' AND started_at <= now() + interval '1 hour'
), kinds AS (
  SELECT
    kind,
    (array_agg(CASE status WHEN 'success' THEN 0 WHEN 'partial' THEN 2 ELSE 1 END ORDER BY id DESC) FILTER (WHERE is_ended))[1] AS exit_code,
    extract(epoch FROM min(started_at)) AS first,
    extract(epoch FROM max(started_at)) AS started,
    extract(epoch FROM max(finished_at) FILTER (WHERE is_ended)) AS ended,
    extract(epoch FROM max(finished_at) FILTER (WHERE status = 'success')) AS succeeded,
    (array_agg(duration ORDER BY id DESC) FILTER (WHERE is_ended))[1] AS duration,
    max(id) FILTER (WHERE is_ended) AS last,
    count(*) FILTER (WHERE status = 'running') AS running
  FROM recorded
  GROUP BY kind
)
SELECT
  kinds.*,
  CASE WHEN last IS NOT NULL THEN (
    SELECT coalesce(sum(jsonb_array_length(warnings)), 0) FROM run_steps WHERE run_id = last) END AS warnings,
  CASE WHEN last IS NOT NULL THEN (
    SELECT coalesce(sum(reason.value::bigint), 0)
    FROM run_steps
    CROSS JOIN LATERAL jsonb_each_text(CASE jsonb_typeof(details -> 'rejected') WHEN 'object' THEN details -> 'rejected' ELSE '{}' END) AS reason
    WHERE run_id = last) END AS rejected
FROM kinds
