-- Storage behind a network reports no size.
SELECT
  if(name = 'default', 'clickhouse', concat('clickhouse-', lower(name))) AS folder,
  toFloat64(free_space) AS free,
  toFloat64(total_space) AS size
FROM system.disks
WHERE is_remote = 0 AND total_space > 0
