-- The median of the last hundred: what reports take now, and one that waited for a dead database does not move it.
SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms))::bigint
FROM (SELECT duration_ms FROM health_reports ORDER BY id DESC LIMIT 100) AS newest
