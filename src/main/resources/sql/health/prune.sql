DELETE FROM health_reports WHERE id <= (SELECT id FROM health_reports ORDER BY id DESC OFFSET ? LIMIT 1)
