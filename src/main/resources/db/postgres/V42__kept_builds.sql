-- A published build that another one replaces stays kept for a while, under its number, and can be brought back.
ALTER TABLE ledger_builds DROP CONSTRAINT ledger_builds_state_check;
ALTER TABLE ledger_builds ADD CONSTRAINT ledger_builds_state_check
  CHECK (state IN ('building', 'exchanging', 'published', 'kept', 'dropped', 'rejected', 'abandoned'));
-- whether the gates that were asked last while it was published passed; null before they were asked
ALTER TABLE ledger_builds ADD COLUMN gates_passed boolean;
-- when another build replaced it
ALTER TABLE ledger_builds ADD COLUMN retired_at timestamptz;

-- up to now every build stayed 'published', and the tables of those before the last are gone
UPDATE ledger_builds SET state = 'dropped'
WHERE state = 'published' AND id < (SELECT max(id) FROM ledger_builds WHERE state = 'published');
CREATE UNIQUE INDEX ledger_builds_one_published ON ledger_builds (state) WHERE state = 'published';
