-- What the catalogue has of conditions; an unknown one has no row.
SELECT condition_id, question, outcomes, event_id AS event
FROM markets_dim FINAL
WHERE condition_id IN {conditions:Array(String)}
SETTINGS max_execution_time = 5, max_threads = 1
