-- What is held of conditions that are not resolved, and what it is worth at the last price. Both tables belong to a build.
CREATE TABLE IF NOT EXISTS wallet_open_positions (
  wallet        String,
  condition_id  String,
  outcome_index UInt8                    COMMENT '0-based',
  token_id      UInt256                  COMMENT '0 where no token of the outcome is known',
  net_shares    Decimal(38, 6)           COMMENT 'as in outcome_positions_v2; never 0',
  average_price Nullable(Decimal(38, 6)) COMMENT 'USDC a share, by wallet_average_cost_pnl; NULL where net_shares is negative, which has no known cost',
  revision      UInt64                   COMMENT 'fence of the run that worked the row out'
)
ENGINE = MergeTree ORDER BY (wallet, condition_id, outcome_index)
COMMENT 'Holdings in conditions that were not resolved when the build was made.';

CREATE TABLE IF NOT EXISTS token_last_prices (
  token_id      UInt256,
  last_price    Decimal(38, 6)           COMMENT 'USDC a share of the newest trade, whoever traded; truncated to 10^-6',
  last_trade_at DateTime('UTC'),
  revision      UInt64                   COMMENT 'fence of the run that worked the row out'
)
ENGINE = MergeTree ORDER BY token_id
COMMENT 'Price of the newest trade of each outcome token. A token that was never traded has no row.';

CREATE TABLE IF NOT EXISTS ledger_affected_tokens (token_id UInt256)
ENGINE = MergeTree ORDER BY token_id
COMMENT 'Tokens whose last price the build in progress works out anew.';

CREATE OR REPLACE VIEW wallet_unrealized_pnl_v2 AS
SELECT
  wallet,
  -- what is not known of one holding is not known of the sum
  if(known_holdings = holdings, known_sum, NULL) AS unrealized_pnl_usd,
  if(known_holdings = 0, NULL, known_sum)        AS known_unrealized_pnl_usd,
  open_conditions,
  holdings,
  unpriced_holdings,
  uncosted_holdings,
  oldest_price_at
FROM (
  SELECT
    h.wallet AS wallet,
    sumIf(toDecimal128(h.net_shares * (p.last_price - ifNull(h.average_price, toDecimal128(0, 6))), 6),
      p.token_id != 0 AND h.average_price IS NOT NULL)             AS known_sum,
    countIf(p.token_id != 0 AND h.average_price IS NOT NULL)       AS known_holdings,
    count()                                                        AS holdings,
    -- the join fills in 0 where there is no price
    countIf(p.token_id = 0)                                        AS unpriced_holdings,
    countIf(h.average_price IS NULL)                               AS uncosted_holdings,
    uniqExact(h.condition_id)                                      AS open_conditions,
    minOrNullIf(p.last_trade_at, p.token_id != 0)                  AS oldest_price_at
  FROM wallet_open_positions AS h
  LEFT JOIN token_last_prices AS p ON p.token_id = h.token_id
  GROUP BY h.wallet
)
COMMENT 'Unrealised P&L per wallet: sum over holdings in unresolved conditions of net shares * (price of the token''s newest trade - average cost). NULL when a holding has no price or no known cost; known_unrealized_pnl_usd is over the others.';

CREATE OR REPLACE VIEW wallet_pnl_summary_final AS
SELECT
  wallet,
  sum(realized)                                                    AS realized_pnl_usd,
  if(sum(unpriced) + sum(uncosted) = 0, sum(unrealized), NULL)     AS unrealized_pnl_usd,
  realized_pnl_usd + unrealized_pnl_usd                            AS total_pnl_usd,
  sum(resolved)                                                    AS resolved_conditions,
  sum(open)                                                        AS open_conditions,
  sum(unpriced)                                                    AS unpriced_holdings,
  sum(uncosted)                                                    AS uncosted_holdings
FROM (
  SELECT
    wallet, realized_pnl_usd AS realized, toDecimal128(0, 6) AS unrealized,
    resolved_conditions AS resolved, toUInt64(0) AS open, toUInt64(0) AS unpriced, toUInt64(0) AS uncosted
  FROM wallet_realized_pnl_final
  UNION ALL
  SELECT
    wallet, toDecimal128(0, 6), ifNull(unrealized_pnl_usd, toDecimal128(0, 6)),
    toUInt64(0), open_conditions, unpriced_holdings, uncosted_holdings
  FROM wallet_unrealized_pnl_v2
)
GROUP BY wallet
COMMENT 'Realised and unrealised P&L per wallet and their sum, which is NULL where the unrealised part is not known. What was earned by selling before the resolution is in neither until then.';
