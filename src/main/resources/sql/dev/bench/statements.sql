-- What the statements between two times read, wrote and needed, by the query log.
SELECT count(), sum(read_rows), sum(read_bytes), sum(written_rows), max(memory_usage)
FROM system.query_log
WHERE type = 'QueryFinish' AND is_initial_query
  -- the benchmark's own question for the time
  AND NOT startsWith(query, 'SELECT toString(now64')
  AND query_start_time_microseconds BETWEEN toDateTime64({from:String}, 6, 'UTC') AND toDateTime64({until:String}, 6, 'UTC')
