-- In a schema of its own, which neither the migrations nor what empties the databases touches.
CREATE SCHEMA IF NOT EXISTS cascadian_restore;
CREATE TABLE IF NOT EXISTS cascadian_restore.unfinished (
  backup   text        NOT NULL,
  begun_at timestamptz NOT NULL DEFAULT now()
);
DELETE FROM cascadian_restore.unfinished;
