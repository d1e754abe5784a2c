-- Settled rows of a table and a checksum over all their columns; of an order of things, up to and with one row of it.
SELECT
  count(),
  groupBitXor(cityHash64(event_id, wallet, role, token_id, direction, shares, usd, fee, cashflow, ts, order_hash, counterparty,
    source, era, revision, is_deleted))
FROM {database:Identifier}.{table:Identifier} FINAL
WHERE (ts, event_id) <= (toDateTime({last_ts:UInt32}, 'UTC'), {last_id:String})
