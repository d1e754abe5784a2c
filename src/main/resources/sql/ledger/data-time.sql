-- How old the published wallet tables are: the newest block's time of the last ingestion that is in them, and when they were brought up to date.
SELECT
  (SELECT s.details ->> 'source_time'
   FROM run_steps AS s JOIN runs AS r ON r.id = s.run_id
   WHERE s.step = 'ingest' AND s.details ->> 'source_time' IS NOT NULL AND r.fence <= l.watermark
   ORDER BY r.fence DESC LIMIT 1) AS source_time,
  l.updated_at
FROM ledger_state AS l
