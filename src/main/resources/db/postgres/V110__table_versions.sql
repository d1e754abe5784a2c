-- What is recomputed follows the version of each published table, not a fingerprint over all statements.
CREATE TABLE build_tables (
  build      bigint  NOT NULL REFERENCES ledger_builds (id) ON DELETE CASCADE,
  name       text    NOT NULL,
  position   integer,
  version    integer NOT NULL,
  recomputed boolean NOT NULL,
  PRIMARY KEY (build, name)
);
COMMENT ON TABLE build_tables IS 'Tables of each build, and the versions of the code that their rows were derived with';
COMMENT ON COLUMN build_tables.build IS 'number of the build';
COMMENT ON COLUMN build_tables.name IS 'published table, or a work table that published ones are derived from';
COMMENT ON COLUMN build_tables.position IS 'place in the order of exchange; null for a work table';
COMMENT ON COLUMN build_tables.version IS 'when the code has another one, the next run recomputes the table and all that read it; 0 where a fingerprint was stored';
COMMENT ON COLUMN build_tables.recomputed IS 'whether this build derived all rows of the table, not only those of wallets or tokens that something happened to';

-- which code derived the builds so far is not known any more, so the next run recomputes all tables once
INSERT INTO build_tables (build, name, position, version, recomputed)
SELECT b.id, t.name, t.position, 0, b.everything
FROM ledger_builds AS b
CROSS JOIN (VALUES ('outcome_positions_v2', 0), ('trade_cashflows_v3', 1), ('wallet_condition_pnl', 2), ('wallet_resolution_outcomes', 3),
  ('wallet_category_pnl', 4), ('wallet_average_cost_pnl', 5), ('wallet_open_positions', 6), ('token_last_prices', 7)) AS t (name, position)
WHERE b.state IN ('exchanging', 'published', 'kept');

ALTER TABLE ledger_state DROP COLUMN definitions;
ALTER TABLE ledger_builds DROP COLUMN definitions;

-- A build that was replaced is retained; one that was cut off before its exchange is dropped like one that is retained no longer.
ALTER TABLE ledger_builds DROP CONSTRAINT ledger_builds_state_check;
UPDATE ledger_builds SET state = 'retained' WHERE state = 'kept';
UPDATE ledger_builds SET state = 'dropped' WHERE state = 'abandoned';
ALTER TABLE ledger_builds ADD CONSTRAINT ledger_builds_state_check
  CHECK (state IN ('building', 'exchanging', 'published', 'retained', 'dropped', 'rejected'));

COMMENT ON TABLE ledger_state IS 'Up to which run the published tables are complete. One row';
COMMENT ON TABLE ledger_builds IS 'Builds of the published tables';
COMMENT ON COLUMN ledger_builds.state IS
  'building, exchanging, published, then retained, then dropped; or rejected by the verification. A build that was cut off before its exchange is dropped';
COMMENT ON COLUMN ledger_builds.everything IS 'whether a table was recomputed for all wallets, not only for those that something happened to';
COMMENT ON COLUMN ledger_builds.wallets IS 'wallets that were recomputed';
COMMENT ON COLUMN ledger_builds.reason IS 'why it was rejected, or dropped before its exchange; null otherwise';
