-- A status that no file has yet is 0, so that the first one is seen to come.
SELECT statuses.status, count(f.id) AS files
FROM (VALUES ('applied'), ('unchanged'), ('noted'), ('rejected')) AS statuses (status)
LEFT JOIN resolution_files f USING (status)
GROUP BY statuses.status
