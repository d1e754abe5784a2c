-- The results of the gates when a run last asked them.
WITH last AS (
  SELECT s.details FROM run_steps s WHERE jsonb_exists(s.details, 'gates') ORDER BY s.run_id DESC LIMIT 1
)
SELECT gate ->> 'gate' AS gate, gate ->> 'blocking' AS blocking, (gate ->> 'passed')::boolean::int AS passed
FROM last, jsonb_array_elements(last.details -> 'gates') AS gate
