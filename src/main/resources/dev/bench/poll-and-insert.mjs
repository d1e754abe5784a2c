// Polls a subgraph page by page and inserts each page into ClickHouse: what most people write who need the fills in a table.
// It is the benchmark's second candidate, so it does nothing needlessly; see `bench ingest --help`.
import { createClient } from '@clickhouse/client'

const { SOURCE_URL, CLICKHOUSE_URL, CLICKHOUSE_USER, CLICKHOUSE_PASSWORD, TABLE, STOP_AFTER_SECONDS } = process.env
const EXCHANGES = ['0x4bfb41d5b3570defd03c39a9a4d8de6bd8b8982e', '0xc5d563a36ae78145c45a50134d48a1215220f80a']
const FIELDS = 'id timestamp orderHash maker taker makerAssetId takerAssetId makerAmountFilled takerAmountFilled fee'
const PAGE = 1000

// the server's default of asynchronous inserts would make each page wait for a buffer
const clickhouse = createClient({ url: CLICKHOUSE_URL, username: CLICKHOUSE_USER, password: CLICKHOUSE_PASSWORD, clickhouse_settings: { async_insert: 0 } })
let requests = 0
let refused = 0

async function page(timestamp, id) {
  const query = `{ orderFilledEvents(first: ${PAGE}, orderBy: timestamp, orderDirection: asc,
    where: { or: [{ timestamp_gt: "${timestamp}" }, { timestamp: "${timestamp}", id_gt: "${id}" }] }) { ${FIELDS} } }`
  for (;;) {
    requests++
    const reply = await fetch(`${SOURCE_URL}/subgraphs/orderbook-subgraph/0.0.1/gn`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }),
    })
    if (reply.status === 429) {
      refused++
      await reply.text()
      await new Promise(resolve => setTimeout(resolve, 1000 * Number(reply.headers.get('retry-after') ?? 1)))
      continue
    }
    if (!reply.ok) throw new Error(`HTTP ${reply.status}: ${await reply.text()}`)
    const { data, errors } = await reply.json()
    if (errors) throw new Error(errors[0].message)
    return data.orderFilledEvents
  }
}

function row(fill) {
  const buys = fill.makerAssetId === '0'
  return {
    new_event_id: fill.id,
    wallet: fill.maker,
    role: EXCHANGES.includes(fill.taker) ? 'TAKER' : 'MAKER',
    token_id: buys ? fill.takerAssetId : fill.makerAssetId,
    direction: buys ? 'BUY' : 'SELL',
    shares: Number(buys ? fill.takerAmountFilled : fill.makerAmountFilled) / 1e6,
    usd: Number(buys ? fill.makerAmountFilled : fill.takerAmountFilled) / 1e6,
    fee: Number(fill.fee) / 1e6,
    ts: Number(fill.timestamp),
    new_order_hash: fill.orderHash,
    counterparty: fill.taker,
    source: 'subgraph',
    era: 'V1',
    revision: 1,
    is_deleted: 0,
  }
}

const begin = performance.now()
const seconds = () => (performance.now() - begin) / 1000
let [timestamp, id, rows, complete] = ['0', '', 0, false]
while (!complete && seconds() < Number(STOP_AFTER_SECONDS)) {
  const fills = await page(timestamp, id)
  if (fills.length > 0) {
    await clickhouse.insert({ table: TABLE, values: fills.map(row), columns: Object.keys(row(fills[0])), format: 'JSONEachRow' })
    rows += fills.length
    ;({ timestamp, id } = fills[fills.length - 1])
  }
  complete = fills.length < PAGE
}
console.log(JSON.stringify({ rows, seconds: seconds(), requests, refused, complete }))
await clickhouse.close()
