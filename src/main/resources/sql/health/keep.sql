INSERT INTO health_reports (reported_at, overall, duration_ms, checks) VALUES (?, ?, ?, ?::jsonb)
