-- Whether a firing of the schedule, or a later one up to a time, has its run or is skipped for good, or a run was begun since.
SELECT EXISTS (
  SELECT 1
  FROM runs, (VALUES (?, ?::timestamptz, ?::timestamptz)) AS asked (kind, due, until)
  WHERE runs.kind = asked.kind
    AND (scheduled_for BETWEEN due AND until AND NOT catch_up OR started_at BETWEEN due AND until AND status <> 'skipped'))
