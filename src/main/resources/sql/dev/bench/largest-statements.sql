-- The statements between two times that read most rows.
SELECT read_rows, read_bytes, query_duration_ms / 1000, substring(replaceRegexpAll(replaceRegexpAll(query, '--[^\n]*', ''), '\\s+', ' '), 1, 110)
FROM system.query_log
WHERE type = 'QueryFinish' AND is_initial_query
  -- the benchmark's own question for the time
  AND NOT startsWith(query, 'SELECT toString(now64')
  AND query_start_time_microseconds BETWEEN toDateTime64({from:String}, 6, 'UTC') AND toDateTime64({until:String}, 6, 'UTC')
ORDER BY read_rows DESC
LIMIT {largest:UInt32}
