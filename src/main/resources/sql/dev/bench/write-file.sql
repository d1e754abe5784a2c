-- The file that ClickHouse loads by itself: the rows as they are stored, in the order of the chain.
INSERT INTO FUNCTION file({file:String}, JSONEachRow)
SELECT event_id AS new_event_id, wallet, role, token_id, direction, shares, usd, fee, ts, order_hash AS new_order_hash, counterparty, source, era, revision,
  is_deleted
FROM expected ORDER BY ts, event_id
