-- The numbers of the last run stay after fees until the former program has run.
DROP VIEW IF EXISTS condition_totals__build;
DROP VIEW IF EXISTS condition_totals;
DROP TABLE IF EXISTS condition_totals__layers SYNC;
DROP TABLE IF EXISTS ledger_affected_conditions SYNC;

CREATE OR REPLACE VIEW realized_pnl_by_market_final AS
SELECT wallet, condition_id, market_id, canonical_category, cashflow, payout_value, realized_pnl_usd, legs, resolution_source, resolved_at, trades
FROM wallet_condition_pnl
COMMENT 'Realised P&L per wallet and resolved condition: cashflow + net shares * payout, both at that grain.';

CREATE OR REPLACE VIEW wallet_realized_pnl_final AS
SELECT
  wallet,
  sum(realized_pnl_usd) AS realized_pnl_usd,
  count()               AS resolved_conditions,
  sum(trades)           AS trades,
  max(last_ts)          AS last_trade_at
FROM wallet_condition_pnl
GROUP BY wallet
COMMENT 'Realised P&L per wallet over its resolved conditions.';

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
  sum(uncosted)                                                    AS uncosted_holdings,
  sum(average_cost)                                                AS average_cost_pnl_usd
FROM (
  SELECT
    wallet, realized_pnl_usd AS realized, toDecimal128(0, 6) AS unrealized,
    resolved_conditions AS resolved, toUInt64(0) AS open, toUInt64(0) AS unpriced, toUInt64(0) AS uncosted,
    toDecimal128(0, 6) AS average_cost
  FROM wallet_realized_pnl_final
  UNION ALL
  SELECT
    wallet, toDecimal128(0, 6), ifNull(unrealized_pnl_usd, toDecimal128(0, 6)),
    toUInt64(0), open_conditions, unpriced_holdings, uncosted_holdings, toDecimal128(0, 6)
  FROM wallet_unrealized_pnl_v2
  UNION ALL
  SELECT wallet, toDecimal128(0, 6), toDecimal128(0, 6), toUInt64(0), toUInt64(0), toUInt64(0), toUInt64(0), sum(average_cost_pnl_usd)
  FROM wallet_average_cost_pnl
  GROUP BY wallet
)
GROUP BY wallet
COMMENT 'Realised and unrealised P&L per wallet and their sum, which is NULL where the unrealised part is not known. What was earned by selling before the resolution is in neither until then, and in average_cost_pnl_usd at once.';

CREATE OR REPLACE VIEW wallet_condition_fees AS
SELECT
  t.wallet AS wallet,
  k.condition_id AS condition_id,
  t.era AS era,
  sumIf(toDecimal128(t.fee, 6), t.era = 'V1' AND t.direction = 'BUY')     AS fee_shares,
  sumIf(toDecimal128(t.fee, 6), NOT (t.era = 'V1' AND t.direction = 'BUY')) AS fee_usd,
  count()                                                                 AS trades_with_fee
FROM (SELECT wallet, token_id, era, direction, fee FROM trades_raw FINAL) AS t
INNER JOIN (SELECT token_id, condition_id FROM tokens_dim FINAL) AS k ON k.token_id = t.token_id
WHERE t.fee > 0 AND t.wallet NOT IN (SELECT address FROM contracts FINAL)
GROUP BY t.wallet, k.condition_id, t.era
COMMENT 'Fees that a wallet paid in a condition, as the events say them. No wallet table counts them: a fee in shares was never received, so net_shares and what follows from it are too high by it; one in USDC is in no cash flow. Filter by wallet: it reads the raw trades.';

ALTER TABLE position_checkpoints__layers
  DROP COLUMN IF EXISTS fee_shares,
  DROP COLUMN IF EXISTS fee_usd,
  DROP COLUMN IF EXISTS redeemed_usd,
  DROP COLUMN IF EXISTS net_average_cost_pnl_usd,
  DROP COLUMN IF EXISTS net_held_shares,
  DROP COLUMN IF EXISTS net_average_price,
  DROP COLUMN IF EXISTS net_acquired_shares,
  DROP COLUMN IF EXISTS net_oversold_shares,
  DROP COLUMN IF EXISTS net_redeemed_shares,
  DROP COLUMN IF EXISTS first_redemption_ts,
  DROP COLUMN IF EXISTS gross_pnl_usd;
ALTER TABLE ledger_positions
  DROP COLUMN IF EXISTS fee_shares,
  DROP COLUMN IF EXISTS fee_usd,
  DROP COLUMN IF EXISTS redeemed_usd,
  DROP COLUMN IF EXISTS net_average_cost_pnl_usd,
  DROP COLUMN IF EXISTS net_held_shares,
  DROP COLUMN IF EXISTS net_average_price,
  DROP COLUMN IF EXISTS net_acquired_shares,
  DROP COLUMN IF EXISTS net_oversold_shares,
  DROP COLUMN IF EXISTS net_redeemed_shares,
  DROP COLUMN IF EXISTS first_redemption_ts;
ALTER TABLE ledger_new_trades
  DROP COLUMN IF EXISTS fee_shares,
  DROP COLUMN IF EXISTS fee_usd;
ALTER TABLE outcome_positions_v2__layers
  DROP COLUMN IF EXISTS fee_shares,
  DROP COLUMN IF EXISTS fee_usd;
ALTER TABLE trade_cashflows_v3__layers
  DROP COLUMN IF EXISTS fees;
ALTER TABLE wallet_condition_pnl__layers
  DROP COLUMN IF EXISTS gross_pnl_usd,
  DROP COLUMN IF EXISTS fees_usd,
  DROP COLUMN IF EXISTS redeemed_usd,
  DROP COLUMN IF EXISTS redemption_gap_usd,
  DROP COLUMN IF EXISTS oversold_shares;
ALTER TABLE wallet_average_cost_pnl__layers
  DROP COLUMN IF EXISTS unredeemed_pnl_usd,
  DROP COLUMN IF EXISTS net_average_cost_pnl_usd,
  DROP COLUMN IF EXISTS net_held_shares,
  DROP COLUMN IF EXISTS net_average_price,
  DROP COLUMN IF EXISTS net_oversold_shares,
  DROP COLUMN IF EXISTS net_redeemed_shares;
ALTER TABLE wallet_open_positions__layers
  DROP COLUMN IF EXISTS average_cost_held_shares,
  DROP COLUMN IF EXISTS average_cost_price;
ALTER TABLE trades_raw
  DROP COLUMN IF EXISTS fee_usd,
  DROP COLUMN IF EXISTS fee_shares;
ALTER TABLE trades_raw
  COMMENT COLUMN fee 'as in the event; V1: in the asset that the wallet receives (shares of a BUY, USDC of a SELL), AMM: USDC, in usd already, V2: not verified. In no cashflow, and not taken off shares';
ALTER TABLE position_checkpoints__layers COMMENT COLUMN realized_pnl_usd 'cash of the outcome + net shares at payout; 0 for a condition that is not resolved';
ALTER TABLE outcome_positions_v2__layers
  COMMENT COLUMN net_shares 'bought - sold + split - merged + converted; redemptions are left out on both sides of P&L. A fee kept back in shares is not taken off (wallet_condition_fees)';
ALTER TABLE trade_cashflows_v3__layers
  COMMENT COLUMN cashflow 'USDC received minus paid over all legs but redemptions; without fees';
ALTER TABLE wallet_condition_pnl__layers
  COMMENT COLUMN realized_pnl_usd 'cashflow + payout_value; before fees, which wallet_condition_fees has';
ALTER TABLE wallet_average_cost_pnl__layers
  COMMENT COLUMN average_cost_pnl_usd 'of what was given up: its price less the average cost; pnl-subgraph bookkeeping';
ALTER TABLE wallet_open_positions__layers
  COMMENT COLUMN average_price 'USDC a share, by wallet_average_cost_pnl; NULL where net_shares is negative, which has no known cost';
ALTER TABLE wallet_resolution_outcomes__layers
  COMMENT COLUMN net_shares 'that holding; below 0.01 the wallet is flat and has no row';

-- the views of a published table have its columns; those that were there keep their comment
SELECT concat('CREATE OR REPLACE VIEW `', t.published, t.suffix, '` (', c.columns, ') AS SELECT ', c.names, ' FROM `', t.published, '__layers` FINAL PREWHERE layer IN',
  ' (SELECT arrayJoin(layers[''', t.published, ''']) FROM published_layers FINAL WHERE name = ''', t.state, ''')',
  ' SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0 COMMENT ''', replaceAll(replaceAll(
    v.comment, '\\', '\\\\'), '''', '\\'''), '''')
FROM (
  SELECT replaceOne(name, '__layers', '') AS published, kind.1 AS suffix, kind.2 AS state
  FROM system.tables ARRAY JOIN [('', 'published'), ('__build', 'staged')] AS kind
  WHERE database = currentDatabase() AND name IN ('position_checkpoints__layers', 'outcome_positions_v2__layers', 'trade_cashflows_v3__layers',
    'wallet_condition_pnl__layers', 'wallet_average_cost_pnl__layers', 'wallet_open_positions__layers', 'wallet_resolution_outcomes__layers')
) AS t
INNER JOIN (
  SELECT
    replaceOne(table, '__layers', '') AS published,
    arrayStringConcat(arrayMap(x -> x.2, arraySort(groupArray((position,
      concat('`', name, '` ', type, ' COMMENT ''', replaceAll(replaceAll(comment, '\\', '\\\\'), '''', '\\'''), ''''))))), ', ') AS columns,
    arrayStringConcat(arrayMap(x -> x.2, arraySort(groupArray((position, concat('`', name, '`'))))), ', ') AS names
  FROM system.columns
  WHERE database = currentDatabase() AND endsWith(table, '__layers') AND name NOT IN ('layer', 'is_deleted', 'version')
  GROUP BY table
) AS c ON c.published = t.published
LEFT JOIN (SELECT name, comment FROM system.tables WHERE database = currentDatabase()) AS v ON v.name = concat(t.published, t.suffix);
ALTER TABLE realized_pnl_by_market_final
  COMMENT COLUMN wallet 'address, lower case',
  COMMENT COLUMN condition_id '64 hex',
  COMMENT COLUMN market_id 'id of the catalogue; empty when unknown',
  COMMENT COLUMN canonical_category 'category of the market''s event',
  COMMENT COLUMN cashflow 'as in trade_cashflows_v3',
  COMMENT COLUMN payout_value 'sum over outcomes of net shares * payout',
  COMMENT COLUMN realized_pnl_usd 'cashflow + payout_value',
  COMMENT COLUMN legs 'which legs are in: all',
  COMMENT COLUMN resolution_source 'whose payouts were used: chain, map or seed',
  COMMENT COLUMN resolved_at 'as in that source',
  COMMENT COLUMN trades 'number of trades';
ALTER TABLE wallet_realized_pnl_final
  COMMENT COLUMN wallet 'address, lower case',
  COMMENT COLUMN realized_pnl_usd 'sum over the resolved conditions',
  COMMENT COLUMN resolved_conditions 'how many these are',
  COMMENT COLUMN trades 'number of trades in them',
  COMMENT COLUMN last_trade_at 'newest event in them';
ALTER TABLE wallet_unrealized_pnl_v2
  COMMENT COLUMN wallet 'address, lower case',
  COMMENT COLUMN unrealized_pnl_usd 'NULL when a holding has no price or no known cost',
  COMMENT COLUMN known_unrealized_pnl_usd 'over the holdings with price and cost; NULL where there are none',
  COMMENT COLUMN open_conditions 'unresolved conditions with a holding',
  COMMENT COLUMN holdings 'conditions and outcomes held',
  COMMENT COLUMN unpriced_holdings 'whose token was never traded',
  COMMENT COLUMN uncosted_holdings 'whose cost is not known',
  COMMENT COLUMN oldest_price_at 'block time of the oldest price that was used';
ALTER TABLE wallet_pnl_summary_final
  COMMENT COLUMN wallet              'address, lower case',
  COMMENT COLUMN realized_pnl_usd    'as in wallet_realized_pnl_final; 0 where nothing is resolved',
  COMMENT COLUMN unrealized_pnl_usd  'as in wallet_unrealized_pnl_v2; 0 where nothing is held',
  COMMENT COLUMN total_pnl_usd       'their sum; NULL where the unrealised part is',
  COMMENT COLUMN resolved_conditions 'resolved conditions with P&L',
  COMMENT COLUMN open_conditions     'unresolved conditions with a holding',
  COMMENT COLUMN unpriced_holdings   'whose token nobody traded',
  COMMENT COLUMN uncosted_holdings   'whose cost is not known',
  COMMENT COLUMN average_cost_pnl_usd 'sum of wallet_average_cost_pnl over all conditions, resolved or not; another definition, not a part of the sum';
ALTER TABLE wallet_condition_fees
  COMMENT COLUMN wallet          'address, lower case',
  COMMENT COLUMN condition_id    '64 hex',
  COMMENT COLUMN era             'V1, V2 or AMM; those of the AMM are in usd of trades_raw already',
  COMMENT COLUMN fee_shares      'outcome tokens kept back from purchases of era V1',
  COMMENT COLUMN fee_usd         'USDC: of sales of era V1, of all trades of AMM; of V2 as the event has it, whose unit is not verified',
  COMMENT COLUMN trades_with_fee 'trades with a fee above 0';
ALTER TABLE positions COMMENT COLUMN net_shares 'bought - sold + split - merged + converted; redemptions are not taken off, so a resolved holding stays';
ALTER TABLE trades COMMENT COLUMN fee 'as in trades_raw; in no cash flow';

DROP TABLE IF EXISTS ledger_former SYNC;
CREATE TABLE ledger_former AS position_checkpoints
ENGINE = MergeTree ORDER BY (wallet, condition_id, outcome_index)
COMMENT 'Checkpoints of the positions that the build in progress recomputes, as they are published.';
