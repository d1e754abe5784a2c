-- What the published views say of one wallet; no row when it has neither resolved conditions nor open holdings. The sum is wallet_pnl_summary_final's,
-- which would ask both views again.
WITH
  r AS (SELECT * FROM wallet_realized_pnl_final WHERE wallet = {wallet:String}),
  u AS (SELECT * FROM wallet_unrealized_pnl_v2 WHERE wallet = {wallet:String})
SELECT
  {wallet:String}                                                                AS address,
  r.realized_pnl_usd                                                             AS realized_usd,
  if(u.wallet = '', toDecimal128(0, 6), u.unrealized_pnl_usd)                    AS unrealized_usd,
  realized_usd + unrealized_usd                                                  AS total_usd,
  r.resolved_conditions                                                          AS resolved_conditions,
  r.trades                                                                       AS trades,
  if(r.wallet = '', NULL, toInt64(toUnixTimestamp(r.last_trade_at)))             AS last_trade_ts,
  u.open_conditions                                                              AS open_conditions,
  u.holdings                                                                     AS holdings,
  u.unpriced_holdings                                                            AS unpriced_holdings,
  u.uncosted_holdings                                                            AS uncosted_holdings,
  u.known_unrealized_pnl_usd                                                     AS known_usd,
  toInt64(toUnixTimestamp(u.oldest_price_at))                                    AS oldest_price_ts
-- a side without a row is zeros and an empty wallet here
FROM r FULL OUTER JOIN u ON r.wallet = u.wallet
-- the views rely on the first; one wallet is little work, and many may ask at once
SETTINGS join_use_nulls = 0, max_execution_time = 5, max_threads = 1
