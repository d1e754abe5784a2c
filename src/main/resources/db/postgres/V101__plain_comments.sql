-- Comments in the words of docs/glossary.md; docs/tables.md is written from them.
COMMENT ON COLUMN cursors.block_hash IS 'its hash, where the source reports it';
COMMENT ON COLUMN market_lookups.failure IS 'not-found: the catalogue has none; failed: no usable answer; refused: an implausible answer';
COMMENT ON TABLE history_work IS 'Periods of history that an operator asked to work on. An open one is resumed by the same request.';
COMMENT ON COLUMN resolution_files.last_updated IS
  'time in the header of a map; one that is earlier than that of an applied map only adds what no map has';
COMMENT ON COLUMN resolution_files.status IS 'applied: it changed something; unchanged; noted: read and only counted; rejected';
