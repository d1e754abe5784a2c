-- The newest runs as lines of JSON, in the columns of the table run_copies of ClickHouse. All of them each time, so that what was not copied before, or has
-- changed since, is right afterwards; the reading time decides which copy counts.
SELECT string_agg(row_to_json(copy)::text, E'\n') AS lines
FROM (
  SELECT
    r.id AS run,
    r.kind,
    r.trigger,
    r.status,
    r.reason,
    r.attempts,
    to_char(r.scheduled_for AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') AS scheduled_for,
    to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') AS started_at,
    to_char(r.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') AS finished_at,
    -- a run that was resumed took what its steps took, not the time in which it was orphaned
    coalesce(s.duration_ms, (extract(epoch FROM r.finished_at - r.started_at) * 1000)::bigint) AS duration_ms,
    coalesce(s.rows, 0) AS rows,
    coalesce(s.warnings, 0) AS warnings,
    coalesce(s.failed_steps, ARRAY[]::text[]) AS failed_steps,
    s.source_time AS data_time,
    r.fence,
    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS revision
  FROM (SELECT * FROM runs ORDER BY id DESC LIMIT 1000) AS r
  LEFT JOIN LATERAL (
    SELECT
      sum(duration_ms)::bigint AS duration_ms,
      sum(row_count)::bigint AS rows,
      sum(jsonb_array_length(warnings)) AS warnings,
      array_agg(step ORDER BY position) FILTER (WHERE status = 'failed') AS failed_steps,
      max(to_char((details ->> 'source_time')::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')) AS source_time
    FROM run_steps
    WHERE run_id = r.id
  ) AS s ON true
) AS copy
