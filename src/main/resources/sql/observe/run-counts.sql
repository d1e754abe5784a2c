-- Kinds that modules contribute (the parameter) and that had no run yet are 0, so that the first failure is seen to come.
SELECT kinds.kind, statuses.status, count(r.id) AS runs
FROM (
  SELECT kind FROM runs
  UNION
  SELECT unnest(?::text[])
) AS kinds
CROSS JOIN (VALUES ('success'), ('partial'), ('failed'), ('skipped')) AS statuses (status)
LEFT JOIN runs r USING (kind, status)
GROUP BY kinds.kind, statuses.status
