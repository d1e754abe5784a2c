-- A build whose layers are there, and how old its data is, as data-time.sql returns it of the published one.
SELECT
  (SELECT s.details ->> 'source_time'
   FROM run_steps AS s JOIN runs AS r ON r.id = s.run_id
   WHERE s.details ->> 'source_time' IS NOT NULL AND coalesce(s.fence, r.fence) <= b.fence
   ORDER BY coalesce(s.fence, r.fence) DESC LIMIT 1) AS source_time,
  b.ended_at
FROM ledger_builds AS b
WHERE b.id = ? AND b.state IN ('published', 'retained', 'publishing') AND b.ended_at IS NOT NULL
