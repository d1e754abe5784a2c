-- Markets that the catalogue was asked for and that are still missing: when to ask again. Only failures are kept; a row goes when its
-- market is known.
CREATE TABLE market_lookups (
  condition_id   text        NOT NULL DEFAULT '',
  token_id       text        NOT NULL DEFAULT '',
  failure        text        NOT NULL CHECK (failure IN ('not-found', 'failed', 'refused')),
  attempts       int         NOT NULL CHECK (attempts > 0),
  last_error     text        NOT NULL,
  last_tried_at  timestamptz NOT NULL,
  next_try_at    timestamptz NOT NULL,
  fence          bigint      NOT NULL,
  PRIMARY KEY (condition_id, token_id),
  CHECK ((condition_id = '') <> (token_id = ''))
);
COMMENT ON COLUMN market_lookups.condition_id IS '64 hex; empty when only a token is known';
COMMENT ON COLUMN market_lookups.token_id IS 'decimal; empty when the condition is known';
COMMENT ON COLUMN market_lookups.attempts IS 'look-ups in a row that ended with this failure';
