-- A holder that does not answer is given up after 30 + 3 x 10 seconds; one that is merely silent for long is not.
-- Questions on this session are short.
SELECT set_config(wanted.name, wanted.value, false)
FROM (VALUES
  ('tcp_keepalives_idle', '30'),
  ('tcp_keepalives_interval', '10'),
  ('tcp_keepalives_count', '3'),
  ('idle_session_timeout', '0'),
  ('statement_timeout', '60s')
) AS wanted (name, value)
WHERE EXISTS (SELECT 1 FROM pg_settings WHERE pg_settings.name = wanted.name)
