-- A build is the layers that its tables are read from; see published_layers of ClickHouse.
ALTER TABLE build_tables ADD COLUMN layers bigint[];
ALTER TABLE build_tables ADD COLUMN rows bigint;
COMMENT ON COLUMN build_tables.layers IS 'layers that the table is read from, the oldest first: numbers of the builds that wrote them; null for a work table';
COMMENT ON COLUMN build_tables.rows IS 'rows that this build wrote, those that mark a row as gone included; null until it is filled';
COMMENT ON COLUMN build_tables.position IS 'place in the order in which the tables are filled; null for a work table';

CREATE TABLE merged_layers (
  name  text   NOT NULL,
  layer bigint NOT NULL,
  PRIMARY KEY (name, layer)
);
COMMENT ON TABLE merged_layers IS 'Layers whose rows were copied into the oldest layer of their table; later builds are read without them';
COMMENT ON COLUMN merged_layers.name IS 'published table';
COMMENT ON COLUMN merged_layers.layer IS 'number of the build that wrote the layer';

-- what was published is layer 0 now, the next run recomputes all tables once, and what was retained is gone
UPDATE build_tables SET version = 0, layers = CASE WHEN position IS NULL THEN NULL ELSE ARRAY[0]::bigint[] END, rows = 0
WHERE build IN (SELECT id FROM ledger_builds WHERE state = 'published');
ALTER TABLE ledger_builds DROP CONSTRAINT ledger_builds_state_check;
UPDATE ledger_builds SET state = 'dropped', reason = 'made before builds had layers' WHERE state IN ('retained', 'building', 'exchanging');
ALTER TABLE ledger_builds ADD CONSTRAINT ledger_builds_state_check
  CHECK (state IN ('building', 'publishing', 'published', 'retained', 'dropped', 'rejected'));
COMMENT ON COLUMN ledger_builds.state IS
  'building, publishing, published, then retained, then dropped; or rejected by the verification. A build that was cut off before its publication is dropped';
COMMENT ON COLUMN ledger_builds.reason IS 'why it was rejected, or dropped before its publication; null otherwise';
