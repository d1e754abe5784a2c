-- A record is kept once, whatever was wrong with it each time: the reason is what was wrong last. Its origin may be of any length.
WITH record AS (
  SELECT id, max(id) OVER w AS last, sum(seen) OVER w AS seen, min(created_at) OVER w AS created_at, max(last_seen_at) OVER w AS last_seen_at
  FROM dead_letters
  WINDOW w AS (PARTITION BY stream, origin, payload_hash)
)
UPDATE dead_letters d
SET seen = record.seen, created_at = record.created_at, last_seen_at = record.last_seen_at
FROM record
WHERE d.id = record.id AND record.id = record.last;

DELETE FROM dead_letters d
USING dead_letters later
WHERE later.stream = d.stream AND later.origin = d.origin AND later.payload_hash = d.payload_hash AND later.id > d.id;

ALTER TABLE dead_letters ADD COLUMN attempts int NOT NULL DEFAULT 0;
ALTER TABLE dead_letters DROP CONSTRAINT dead_letters_stream_reason_origin_payload_hash_key;
CREATE UNIQUE INDEX dead_letters_record ON dead_letters (stream, hashtextextended(origin, 0), payload_hash);
CREATE INDEX dead_letters_open ON dead_letters (id) WHERE replayed_at IS NULL;

COMMENT ON COLUMN dead_letters.reason IS 'what was wrong with it when it was last tried';
COMMENT ON COLUMN dead_letters.seen IS 'how often it was delivered and rejected';
COMMENT ON COLUMN dead_letters.attempts IS 'how often it was replayed, with or without success';
COMMENT ON COLUMN dead_letters.replayed_at IS 'when its rows were stored after all; empty while it is open';
