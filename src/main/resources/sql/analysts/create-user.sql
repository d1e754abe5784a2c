-- A user of ClickHouse for analysts: reads {{database}} and nothing else, within limits. Run it as a user that may create users; once more with another password.
CREATE SETTINGS PROFILE IF NOT EXISTS {{user}} SETTINGS
  readonly = 2,
  max_execution_time = 1800 MAX 1800,
  max_memory_usage = 4000000000 MAX 4000000000,
  max_concurrent_queries_for_user = 20 CONST;
CREATE USER IF NOT EXISTS {{user}} IDENTIFIED WITH {{identified}} SETTINGS PROFILE {{user}};
ALTER USER {{user}} IDENTIFIED WITH {{identified}};
GRANT SHOW TABLES, SHOW COLUMNS, SELECT ON {{database}}.* TO {{user}};
