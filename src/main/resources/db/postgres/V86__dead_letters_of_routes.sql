-- A letter may be an exchange that a route could not end: it is replayed by sending it to that route again.
ALTER TABLE dead_letters
  ADD COLUMN route text,
  ADD COLUMN headers text,
  ADD COLUMN encoding text,
  ADD COLUMN deliveries int NOT NULL DEFAULT 1;

COMMENT ON COLUMN dead_letters.payload IS 'the record or body as it was delivered, see encoding; of a dropped file the beginning';
COMMENT ON COLUMN dead_letters.route IS 'id of the route that a replay sends the exchange to; empty for records, which are mapped again';
COMMENT ON COLUMN dead_letters.headers IS 'headers of the exchange, a JSON object; empty for records';
COMMENT ON COLUMN dead_letters.encoding IS 'how the payload stands for the body of the exchange: text, base64, json, none, or file, of which headers has the path; empty for records';
COMMENT ON COLUMN dead_letters.deliveries IS 'how often it was delivered in vain when it was rejected last, redeliveries by the route included';
