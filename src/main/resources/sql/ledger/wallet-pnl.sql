-- What the published views say of one wallet; no row when it has neither resolved conditions nor open holdings.
WITH
  r AS (SELECT * FROM wallet_realized_pnl_final WHERE wallet = {wallet:String}),
  u AS (SELECT * FROM wallet_unrealized_pnl_v2 WHERE wallet = {wallet:String})
SELECT
  s.wallet                                   AS wallet,
  s.realized_pnl_usd                         AS realized_pnl_usd,
  s.unrealized_pnl_usd                       AS unrealized_pnl_usd,
  s.total_pnl_usd                            AS total_pnl_usd,
  s.resolved_conditions                      AS resolved_conditions,
  s.open_conditions                          AS open_conditions,
  s.unpriced_holdings                        AS unpriced_holdings,
  s.uncosted_holdings                        AS uncosted_holdings,
  ifNull(r.trades, 0)                        AS trades,
  toInt64(toUnixTimestamp(r.last_trade_at))  AS last_trade_ts,
  ifNull(u.holdings, 0)                      AS holdings,
  u.known_unrealized_pnl_usd                 AS known_unrealized_pnl_usd,
  toInt64(toUnixTimestamp(u.oldest_price_at)) AS oldest_price_ts
FROM (SELECT * FROM wallet_pnl_summary_final WHERE wallet = {wallet:String}) AS s
LEFT JOIN r ON r.wallet = s.wallet
LEFT JOIN u ON u.wallet = s.wallet
SETTINGS join_use_nulls = 1, max_execution_time = 5
