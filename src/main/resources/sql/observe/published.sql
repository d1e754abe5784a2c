SELECT extract(epoch FROM ended_at) AS published
FROM ledger_builds
WHERE state = 'published'
