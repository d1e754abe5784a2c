-- Work on stretches of history that an operator asked for, and which of their windows are done: what a run that was cut off carries on from.
CREATE TABLE history_work (
  id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind     text        NOT NULL,
  stream   text        NOT NULL,
  since    timestamptz NOT NULL,
  until    timestamptz NOT NULL,
  fence    bigint      NOT NULL,
  begun_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE UNIQUE INDEX history_work_open ON history_work (kind, stream, since, until) WHERE ended_at IS NULL;

-- Half-open windows; pin is the block that the source was read at.
CREATE TABLE history_windows (
  work        bigint      NOT NULL REFERENCES history_work (id) ON DELETE CASCADE,
  since       timestamptz NOT NULL,
  until       timestamptz NOT NULL,
  pin         bigint      NOT NULL,
  deployment  text,
  settled     boolean     NOT NULL,
  source_rows bigint      NOT NULL,
  corrected   bigint      NOT NULL,
  withdrawn   bigint      NOT NULL,
  done_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (work, since, until)
);
COMMENT ON COLUMN history_windows.settled IS 'whether the block was so much later than the window that nothing can have come into it since';
