SELECT id, reported_at, overall, duration_ms, checks FROM health_reports ORDER BY id DESC LIMIT ? OFFSET ?
