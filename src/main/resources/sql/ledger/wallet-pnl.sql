-- What the published views say of one wallet; no row when nothing is known of it. The unrealised side is computed as
-- wallet_unrealized_pnl_v2 does, with the prices of this wallet's tokens only, where the view goes through all: a test holds both together.
WITH
  r AS (SELECT * FROM wallet_realized_pnl_final WHERE wallet = {wallet:String}),
  h AS (SELECT * FROM wallet_open_positions WHERE wallet = {wallet:String}),
  p AS (
    SELECT token_id, last_price, last_trade_at FROM token_last_prices
    WHERE token_id IN (SELECT token_id FROM wallet_open_positions WHERE wallet = {wallet:String})
  ),
  u AS (
    SELECT
      h.wallet AS wallet,
      sumIf(toDecimal128(h.net_shares * (p.last_price - ifNull(h.average_price, toDecimal128(0, 6))), 6),
        p.token_id != 0 AND h.average_price IS NOT NULL)             AS known_sum,
      countIf(p.token_id != 0 AND h.average_price IS NOT NULL)       AS known_holdings,
      count()                                                        AS holdings,
      countIf(p.token_id = 0)                                        AS unpriced_holdings,
      countIf(h.average_price IS NULL)                               AS uncosted_holdings,
      uniqExact(h.condition_id)                                      AS open_conditions,
      minOrNullIf(p.last_trade_at, p.token_id != 0)                  AS oldest_price_at
    FROM h LEFT JOIN p ON p.token_id = h.token_id
    GROUP BY h.wallet
  ),
  a AS (
    SELECT wallet, sum(average_cost_pnl_usd) AS earned FROM wallet_average_cost_pnl WHERE wallet = {wallet:String} GROUP BY wallet
  )
SELECT
  {wallet:String}                                                                AS address,
  r.realized_pnl_usd                                                             AS realized_usd,
  multiIf(u.wallet = '', toDecimal128(0, 6), u.known_holdings = u.holdings, u.known_sum, NULL) AS unrealized_usd,
  realized_usd + unrealized_usd                                                  AS total_usd,
  r.resolved_conditions                                                          AS resolved_conditions,
  r.trades                                                                       AS trades,
  if(r.wallet = '', NULL, toInt64(toUnixTimestamp(r.last_trade_at)))             AS last_trade_ts,
  u.open_conditions                                                              AS open_conditions,
  u.holdings                                                                     AS holdings,
  u.unpriced_holdings                                                            AS unpriced_holdings,
  u.uncosted_holdings                                                            AS uncosted_holdings,
  if(u.known_holdings = 0, NULL, u.known_sum)                                    AS known_usd,
  toInt64(toUnixTimestamp(u.oldest_price_at))                                    AS oldest_price_ts,
  a.earned                                                                       AS average_cost_usd
-- a side without a row is zeros and an empty wallet here; each side stands here once, because ClickHouse works a CTE out wherever it is named
FROM (SELECT {wallet:String} AS wallet) AS w
LEFT JOIN r ON r.wallet = w.wallet
LEFT JOIN u ON u.wallet = w.wallet
LEFT JOIN a ON a.wallet = w.wallet
WHERE r.wallet != '' OR u.wallet != '' OR a.wallet != ''
-- the views rely on the first; one wallet is little work, and many may ask at once
SETTINGS join_use_nulls = 0, max_execution_time = 5, max_threads = 1
