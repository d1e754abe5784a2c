-- How old the published wallet tables are: the source's time at the last ingestion that is in them, and when they were brought up to date, and whether
-- they ever were. A run that was resumed has a later fence than the steps that its first attempt had finished; steps that were recorded before they had fences go by the run's.
SELECT
  (SELECT s.details ->> 'source_time'
   FROM run_steps AS s JOIN runs AS r ON r.id = s.run_id
   WHERE s.details ->> 'source_time' IS NOT NULL AND coalesce(s.fence, r.fence) <= l.watermark
   ORDER BY coalesce(s.fence, r.fence) DESC LIMIT 1) AS source_time,
  l.updated_at,
  l.watermark > 0 AS is_published
FROM ledger_state AS l
