-- The gates that did not pass when a run asked them last.
WITH last AS (
  SELECT s.details FROM run_steps s WHERE jsonb_exists(s.details, 'gates') ORDER BY s.run_id DESC LIMIT 1
)
SELECT gate ->> 'gate' AS gate
FROM last, jsonb_array_elements(last.details -> 'gates') AS gate
WHERE NOT (gate ->> 'passed')::boolean
