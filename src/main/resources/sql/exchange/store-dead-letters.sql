INSERT INTO dead_letters (stream, reason, detail, payload, origin, payload_hash, seen, route, headers, encoding, deliveries)
SELECT stream, reason, detail, payload, origin, sha256(convert_to(payload, 'UTF8')), seen, route, headers, encoding, deliveries
FROM unnest(:#streams::text[], :#reasons::text[], :#details::text[], :#payloads::text[], :#origins::text[], :#seen::bigint[], :#routes::text[],
    :#headers::text[], :#encodings::text[], :#deliveries::int[])
  WITH ORDINALITY AS r (stream, reason, detail, payload, origin, seen, route, headers, encoding, deliveries, n)
ORDER BY n
ON CONFLICT (stream, hashtextextended(origin, 0), payload_hash)
DO UPDATE SET reason = excluded.reason, detail = excluded.detail, seen = dead_letters.seen + excluded.seen, last_seen_at = now(),
  replayed_at = NULL, route = excluded.route, headers = excluded.headers, encoding = excluded.encoding, deliveries = excluded.deliveries
