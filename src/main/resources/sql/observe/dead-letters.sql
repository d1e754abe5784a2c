-- The recent ones apart; what a clock that was ahead recorded is none of them.
SELECT stream, reason, count(*) AS open, count(*) FILTER (WHERE created_at > now() - interval '1 day' AND created_at <= now()) AS recent
FROM dead_letters
WHERE replayed_at IS NULL
GROUP BY stream, reason
