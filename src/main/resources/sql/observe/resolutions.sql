-- As the health check resolution-freshness counts.
SELECT extract(epoch FROM greatest(
  (SELECT max(received_at) FROM resolution_files WHERE status = 'applied' AND content_hash IS NOT NULL),
  (SELECT updated_at FROM cursors WHERE stream = 'conditions' AND position LIKE '%/'))) AS updated
