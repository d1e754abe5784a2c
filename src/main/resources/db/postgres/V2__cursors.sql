-- How far each stream of the source has been read and durably stored. A row moves only under the fence of the lock's present holder.
CREATE TABLE cursors (
  stream     text        PRIMARY KEY,
  position   text        NOT NULL,
  block      bigint      NOT NULL,
  block_hash text,
  deployment text,
  fence      bigint      NOT NULL,
  events     bigint      NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now()
);
