-- Up to which run's rows the published tables are worked out, and by which definitions. One row.
CREATE TABLE ledger_state (
  only_row    boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  watermark   bigint      NOT NULL DEFAULT 0,
  definitions text        NOT NULL DEFAULT '',
  updated_at  timestamptz NOT NULL DEFAULT now()
);
INSERT INTO ledger_state DEFAULT VALUES;

-- Every build of the published tables.
CREATE TABLE ledger_builds (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  fence       bigint      NOT NULL,
  definitions text        NOT NULL,
  state       text        NOT NULL CHECK (state IN ('building', 'exchanging', 'published', 'rejected', 'abandoned')),
  everything  boolean     NOT NULL,
  wallets     bigint      NOT NULL,
  reason      text,
  started_at  timestamptz NOT NULL DEFAULT now(),
  ended_at    timestamptz
);
