SELECT stream, reason, count(*) AS open, count(*) FILTER (WHERE created_at > now() - interval '1 day') AS recent
FROM dead_letters
WHERE replayed_at IS NULL
GROUP BY stream, reason
