-- What the fills that the stub serves must have become: computed from its raw rows by ClickHouse, independently of the candidates.
INSERT INTO expected (new_event_id, wallet, role, token_id, direction, shares, usd, fee, ts, new_order_hash, counterparty, source, era, revision, is_deleted)
SELECT
  id,
  maker,
  if(taker IN ('0x4bfb41d5b3570defd03c39a9a4d8de6bd8b8982e', '0xc5d563a36ae78145c45a50134d48a1215220f80a'), 'TAKER', 'MAKER'),
  toUInt256(if(makerAssetId = '0', takerAssetId, makerAssetId)),
  if(makerAssetId = '0', 'BUY', 'SELL') AS direction,
  toDecimal128(if(direction = 'BUY', takerAmountFilled, makerAmountFilled), 6) / 1000000 AS shares,
  toDecimal128(if(direction = 'BUY', makerAmountFilled, takerAmountFilled), 6) / 1000000 AS usd,
  toDecimal128(fee, 6) / 1000000,
  toDateTime(toUInt32(timestamp), 'UTC'),
  orderHash,
  taker,
  'subgraph',
  'V1',
  1,
  0
FROM file({raw:String}, JSONEachRow,
  'id String, timestamp String, orderHash String, maker String, taker String, makerAssetId String, takerAssetId String,
   makerAmountFilled String, takerAmountFilled String, fee String')
