SELECT stream, reason, count(*) AS open
FROM dead_letters
WHERE replayed_at IS NULL
GROUP BY stream, reason
