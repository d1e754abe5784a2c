SELECT kind, status, count(*) AS runs
FROM runs
WHERE status <> 'running'
GROUP BY kind, status
