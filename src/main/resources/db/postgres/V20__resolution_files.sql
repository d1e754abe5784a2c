-- Every file that was dropped, and what became of it.
CREATE TABLE resolution_files (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text        NOT NULL,
  size_bytes   bigint      NOT NULL,
  content_hash text,
  last_updated timestamptz,
  received_at  timestamptz NOT NULL DEFAULT now(),
  status       text        NOT NULL CHECK (status IN ('applied', 'unchanged', 'noted', 'rejected')),
  reason       text,
  rows_written bigint      NOT NULL,
  counts       jsonb       NOT NULL,
  fence        bigint      NOT NULL
);
