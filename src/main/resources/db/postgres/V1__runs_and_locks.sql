-- One row per run of the nightly job, whatever started it.
CREATE TABLE runs (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text        NOT NULL,
  trigger     text        NOT NULL,
  status      text        NOT NULL CHECK (status IN ('running', 'success', 'partial', 'failed', 'skipped')),
  reason      text,
  fence       bigint,
  attempts    int         NOT NULL DEFAULT 1,
  started_at  timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  summary     jsonb
);
CREATE INDEX runs_started_at ON runs (started_at DESC);

-- One row per step of a run; a resumed run keeps its finished steps.
CREATE TABLE run_steps (
  run_id      bigint      NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step        text        NOT NULL,
  position    int         NOT NULL,
  status      text        NOT NULL CHECK (status IN ('running', 'success', 'failed', 'skipped')),
  started_at  timestamptz NOT NULL,
  duration_ms bigint,
  row_count   bigint,
  error       text,
  details     jsonb,
  PRIMARY KEY (run_id, step)
);

-- Who holds which lock. The advisory lock excludes; this row says who it is and carries the fence, which grows with every acquisition.
CREATE TABLE run_lock (
  name       text        PRIMARY KEY,
  fence      bigint      NOT NULL DEFAULT 0,
  holder     text,
  trigger    text,
  held_since timestamptz
);
