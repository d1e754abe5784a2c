-- Net positions of wallets that were recomputed after the publication {since}, in unresolved conditions. Complete sets are
-- taken out, as in wallet_resolution_outcomes: who only split collateral, or bought as much of both outcomes, took no position.
WITH
  held AS (
    SELECT wallet, condition_id, outcome_index, net_shares, average_price FROM wallet_open_positions
    WHERE wallet IN {wallets:Array(String)} AND revision > {since:UInt64}
      AND condition_id NOT IN (SELECT condition_id FROM market_resolutions FINAL)
  ),
  -- include watchlist/parts/stands
SELECT
  s.wallet AS wallet,
  s.condition_id AS condition_id,
  s.outcome_index AS outcome_index,
  s.shares AS shares,
  -- NULL where the wallet stands for an outcome by having given up the other: that has no known cost
  toDecimal128(s.shares * arrayFirst(h -> h.1 = s.outcome_index, s.held_outcomes).3, 6) AS usd,
  toUnixTimestamp(f.first_ts) AS first_ts,
  c.market_id AS market_id,
  c.question AS question,
  c.outcomes[s.outcome_index + 1] AS outcome,
  if(c.canonical_category = '', 'Uncategorized', c.canonical_category) AS canonical_category
FROM stands AS s
INNER JOIN (SELECT wallet, condition_id, first_ts FROM trade_cashflows_v3 WHERE wallet IN {wallets:Array(String)}) AS f
  ON f.wallet = s.wallet AND f.condition_id = s.condition_id
LEFT JOIN condition_market_map AS c ON c.condition_id = s.condition_id
ORDER BY first_ts, wallet, condition_id
