CREATE TABLE dead_letters (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream       text        NOT NULL,
  reason       text        NOT NULL,
  detail       text,
  payload      text        NOT NULL,
  payload_hash bytea       NOT NULL,
  origin       text        NOT NULL,
  seen         bigint      NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  replayed_at  timestamptz,
  UNIQUE (stream, reason, origin, payload_hash)
);
CREATE INDEX dead_letters_created_at ON dead_letters (created_at DESC);
