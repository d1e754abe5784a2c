-- How fresh each stream and each table is, as lines of JSON, in the columns of the table freshness_copies of ClickHouse.
WITH now AS (
  SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS revision
), reads AS (
  -- steps that stored data: the newest success of each kind of work
  SELECT DISTINCT ON (work)
    work,
    run_id,
    started_at + coalesce(duration_ms, 0) * interval '1 millisecond' AS at,
    (details ->> 'source_time')::timestamptz AS source_time
  FROM run_steps
  WHERE status = 'success'
  ORDER BY work, run_id DESC
), published AS (
  -- the source's time at the last ingestion that is in the published tables
  SELECT
    (SELECT (s.details ->> 'source_time')::timestamptz
     FROM run_steps AS s JOIN runs AS r ON r.id = s.run_id
     WHERE s.details ->> 'source_time' IS NOT NULL AND coalesce(s.fence, r.fence) <= l.watermark
     ORDER BY coalesce(s.fence, r.fence) DESC LIMIT 1) AS source_time,
    l.updated_at AS at,
    (SELECT run_id FROM reads WHERE work = 'publish-wallets') AS run_id
  FROM ledger_state AS l
), all_of_them AS (
  SELECT 'stream' AS kind, c.stream AS name, (s.details ->> 'source_time')::timestamptz AS data_time, c.block,
    -- a position begins with seconds in streams of events, and with a block's number in scans of entities
    CASE WHEN split_part(c.position, '/', 1)::numeric > 1000000000 THEN to_timestamp(split_part(c.position, '/', 1)::numeric) END AS newest_event_at,
    c.updated_at AS changed_at, s.run_id AS last_run
  FROM cursors AS c
  LEFT JOIN LATERAL (
    SELECT run_id, details FROM run_steps WHERE jsonb_exists(details -> 'streams', c.stream) ORDER BY run_id DESC LIMIT 1
  ) AS s ON true
  UNION ALL
  -- of each table=work that the modules contribute
  SELECT 'table', split_part(raw.entry, '=', 1), reads.source_time, NULL, NULL, reads.at, reads.run_id
  FROM unnest(string_to_array(CAST(:#ingestedTables AS text), ',')) AS raw (entry)
  LEFT JOIN reads ON reads.work = split_part(raw.entry, '=', 2)
  UNION ALL
  -- work tables of a build have no position
  SELECT 'table', t.name, published.source_time, NULL, NULL, published.at, published.run_id
  FROM published CROSS JOIN build_tables AS t JOIN ledger_builds AS b ON b.id = t.build
  WHERE b.state = 'published' AND t.position IS NOT NULL
)
SELECT string_agg(row_to_json(copy)::text, E'\n') AS lines
FROM (
  SELECT
    kind,
    name,
    to_char(data_time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS data_time,
    to_char(newest_event_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS newest_event_at,
    block,
    to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS changed_at,
    last_run,
    revision
  FROM all_of_them CROSS JOIN now
) AS copy
