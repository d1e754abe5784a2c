-- A build has rows on every ClickHouse node of the installation; so far there was one.
ALTER TABLE build_tables ALTER COLUMN rows TYPE bigint[] USING CASE WHEN rows IS NULL THEN NULL ELSE ARRAY[rows] END;
COMMENT ON COLUMN build_tables.rows IS 'rows that this build wrote on each ClickHouse node, those that mark a row as gone included; null until it is filled';
