-- A process that is paused inside a transaction must not keep others from the run lock for ever, and no statement outlives the time that its caller
-- waits for it. A caller that has gone is noticed by servers from version 14 on.
SELECT set_config(wanted.name, wanted.value, false)
FROM (VALUES
  ('idle_in_transaction_session_timeout', '30s'),
  ('statement_timeout', ':statement_timeout'),
  ('client_connection_check_interval', '5s')
) AS wanted (name, value)
WHERE EXISTS (SELECT 1 FROM pg_settings WHERE pg_settings.name = wanted.name)
