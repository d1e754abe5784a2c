-- A position begins with seconds in streams of events and with a block's number in scans of entities, which have no time. Block numbers stay
-- below a billion for decades; times are above it since 2001.
SELECT
  stream, events, extract(epoch FROM updated_at) AS read,
  CASE WHEN split_part(position, '/', 1)::numeric > 1000000000 THEN split_part(position, '/', 1)::numeric END AS newest
FROM cursors
