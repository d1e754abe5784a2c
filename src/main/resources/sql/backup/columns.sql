-- Columns that hold what was inserted; the others are computed from them.
SELECT table, name
FROM system.columns
WHERE database = currentDatabase() AND default_kind NOT IN ('MATERIALIZED', 'ALIAS', 'EPHEMERAL')
ORDER BY table, position
