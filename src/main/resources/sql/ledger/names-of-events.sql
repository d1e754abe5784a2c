-- What the catalogue has of events that markets name by id or, where only a list named them, by slug.
SELECT event_id, slug, title, toString(canonical_category) AS category
FROM events_dim FINAL
WHERE event_id IN {events:Array(String)} OR slug IN {events:Array(String)}
-- the catalogue knows better than a list of events that has the slug as id
ORDER BY source = 'gamma', event_id
SETTINGS max_execution_time = 5, max_threads = 1
