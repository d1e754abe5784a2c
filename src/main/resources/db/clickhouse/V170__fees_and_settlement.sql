-- Fees count: shares that the exchange withheld were never received, and USDC that it took beside the price is cash. Which is which is said once, here.
ALTER TABLE trades_raw
  ADD COLUMN IF NOT EXISTS fee_shares Decimal(18, 6) ALIAS if(era = 'V1' AND direction = 'BUY', fee, toDecimal64(0, 6))
    COMMENT 'outcome tokens that the exchange withheld: the fee of a purchase of era V1' AFTER fee,
  ADD COLUMN IF NOT EXISTS fee_usd Decimal(18, 6) ALIAS if(era = 'AMM' OR era = 'V1' AND direction = 'BUY', toDecimal64(0, 6), fee)
    COMMENT 'USDC paid beside usd: the fee of a sale of era V1 and of any trade of V2. That of the AMM is in usd' AFTER fee_shares;
ALTER TABLE trades_raw
  COMMENT COLUMN fee 'as in the event; V1: in the asset that the wallet receives (shares of a BUY, USDC of a SELL), V2: USDC beside usd, AMM: USDC, in usd already';

ALTER TABLE position_checkpoints__layers
  ADD COLUMN IF NOT EXISTS fee_shares Decimal(38, 6) COMMENT 'outcome tokens withheld as fees; not taken off bought_shares' CODEC(ZSTD(1)) AFTER conversion_cash,
  ADD COLUMN IF NOT EXISTS fee_usd Decimal(38, 6) COMMENT 'USDC of fees, beside bought_usd and sold_usd' CODEC(ZSTD(1)) AFTER fee_shares,
  ADD COLUMN IF NOT EXISTS redeemed_usd Decimal(38, 6) COMMENT 'USDC that redemptions of the condition paid, booked on the first outcome' CODEC(ZSTD(1)) AFTER fee_usd,
  ADD COLUMN IF NOT EXISTS net_average_cost_pnl_usd Decimal(38, 6) COMMENT 'average_cost_pnl_usd after fees, as the columns after it' CODEC(ZSTD(1)) AFTER redeemed_shares,
  ADD COLUMN IF NOT EXISTS net_held_shares Decimal(38, 6) COMMENT 'held, of what was received' CODEC(ZSTD(1)) AFTER net_average_cost_pnl_usd,
  ADD COLUMN IF NOT EXISTS net_average_price Decimal(38, 6) COMMENT 'USDC a share received, fees included' CODEC(ZSTD(1)) AFTER net_held_shares,
  ADD COLUMN IF NOT EXISTS net_acquired_shares Decimal(38, 6) COMMENT 'received by trades, splits, conversions' CODEC(ZSTD(1)) AFTER net_average_price,
  ADD COLUMN IF NOT EXISTS net_oversold_shares Decimal(38, 6) COMMENT 'given up without having been received by a known event' CODEC(ZSTD(1)) AFTER net_acquired_shares,
  ADD COLUMN IF NOT EXISTS net_redeemed_shares Decimal(38, 6) COMMENT 'held when redeemed, of what was received' CODEC(ZSTD(1)) AFTER net_oversold_shares,
  ADD COLUMN IF NOT EXISTS first_redemption_ts DateTime('UTC') COMMENT 'first redemption of the condition; 1970 where there is none' CODEC(ZSTD(1)) AFTER redemptions,
  ADD COLUMN IF NOT EXISTS gross_pnl_usd Decimal(38, 6) COMMENT 'realized_pnl_usd as it would be without fees; 0 for a condition that is not resolved' CODEC(ZSTD(1)) AFTER realized_pnl_usd;
ALTER TABLE position_checkpoints__layers COMMENT COLUMN realized_pnl_usd 'cash of the outcome + net shares at payout, after fees; 0 for a condition that is not resolved';

ALTER TABLE ledger_positions
  ADD COLUMN IF NOT EXISTS fee_shares Decimal(38, 6) COMMENT 'outcome tokens withheld as fees' AFTER conversion_cash,
  ADD COLUMN IF NOT EXISTS fee_usd Decimal(38, 6) COMMENT 'USDC of fees' AFTER fee_shares,
  ADD COLUMN IF NOT EXISTS redeemed_usd Decimal(38, 6) COMMENT 'USDC that redemptions paid, on the first outcome' AFTER fee_usd,
  ADD COLUMN IF NOT EXISTS net_average_cost_pnl_usd Decimal(38, 6) COMMENT 'P&L by average cost, after fees' AFTER redeemed_shares,
  ADD COLUMN IF NOT EXISTS net_held_shares Decimal(38, 6) COMMENT 'held, of what was received' AFTER net_average_cost_pnl_usd,
  ADD COLUMN IF NOT EXISTS net_average_price Decimal(38, 6) COMMENT 'USDC a share received' AFTER net_held_shares,
  ADD COLUMN IF NOT EXISTS net_acquired_shares Decimal(38, 6) COMMENT 'received' AFTER net_average_price,
  ADD COLUMN IF NOT EXISTS net_oversold_shares Decimal(38, 6) COMMENT 'given up without having been received' AFTER net_acquired_shares,
  ADD COLUMN IF NOT EXISTS net_redeemed_shares Decimal(38, 6) COMMENT 'held when redeemed, of what was received' AFTER net_oversold_shares,
  ADD COLUMN IF NOT EXISTS first_redemption_ts DateTime('UTC') COMMENT 'first redemption; 1970 where there is none' AFTER redemptions;
ALTER TABLE ledger_new_trades
  ADD COLUMN IF NOT EXISTS fee_shares Decimal(18, 6) COMMENT 'as in trades_raw' AFTER usd,
  ADD COLUMN IF NOT EXISTS fee_usd Decimal(18, 6) COMMENT 'as in trades_raw' AFTER fee_shares;

ALTER TABLE outcome_positions_v2__layers
  ADD COLUMN IF NOT EXISTS fee_shares Decimal(38, 6) COMMENT 'outcome tokens that the exchange withheld from purchases; not taken off bought_shares' AFTER converted_shares,
  ADD COLUMN IF NOT EXISTS fee_usd Decimal(38, 6) COMMENT 'USDC paid as fees, beside bought_usd and sold_usd' AFTER fee_shares;
ALTER TABLE outcome_positions_v2__layers
  COMMENT COLUMN net_shares 'bought - fee_shares - sold + split - merged + converted; redemptions are left out on both sides of P&L';

ALTER TABLE trade_cashflows_v3__layers
  ADD COLUMN IF NOT EXISTS fees Decimal(38, 6) COMMENT 'of fees in USDC, never positive. A fee in shares is no cash' AFTER conversion;
ALTER TABLE trade_cashflows_v3__layers
  COMMENT COLUMN cashflow 'USDC received minus paid over all legs but redemptions, fees in USDC included';

ALTER TABLE wallet_condition_pnl__layers
  ADD COLUMN IF NOT EXISTS gross_pnl_usd Decimal(38, 6) COMMENT 'what realized_pnl_usd would be without fees: over all wallets of a condition it sums up to 0' AFTER realized_pnl_usd,
  ADD COLUMN IF NOT EXISTS fees_usd Decimal(38, 6) COMMENT 'gross_pnl_usd - realized_pnl_usd: fees in USDC, and shares withheld at what they paid' AFTER gross_pnl_usd,
  ADD COLUMN IF NOT EXISTS redeemed_usd Decimal(38, 6) COMMENT 'USDC that redemptions paid' AFTER fees_usd,
  ADD COLUMN IF NOT EXISTS redemption_gap_usd Decimal(38, 6) COMMENT 'payout of what was held - redeemed_usd: not redeemed yet, or moved away where it is positive; brought here by an unknown event where it is negative' AFTER redeemed_usd,
  ADD COLUMN IF NOT EXISTS oversold_shares Decimal(38, 6) COMMENT 'shares given up that no known event brought; above 0 the history is incomplete, and the P&L holds proceeds of unknown cost' AFTER redemption_gap_usd;
ALTER TABLE wallet_condition_pnl__layers
  COMMENT COLUMN realized_pnl_usd 'cashflow + payout_value, after fees';

ALTER TABLE wallet_average_cost_pnl__layers
  ADD COLUMN IF NOT EXISTS unredeemed_pnl_usd Decimal(38, 6) COMMENT 'of a resolved condition: held_shares * (payout - average_price), what redeeming would add; else 0' AFTER redeemed_shares,
  ADD COLUMN IF NOT EXISTS net_average_cost_pnl_usd Decimal(38, 6) COMMENT 'average_cost_pnl_usd after fees: by what was received, for what was paid in all' AFTER unredeemed_pnl_usd,
  ADD COLUMN IF NOT EXISTS net_held_shares Decimal(38, 6) COMMENT 'held_shares, of what was received' AFTER net_average_cost_pnl_usd,
  ADD COLUMN IF NOT EXISTS net_average_price Decimal(38, 6) COMMENT 'average_price of a share that was received, fees included' AFTER net_held_shares,
  ADD COLUMN IF NOT EXISTS net_oversold_shares Decimal(38, 6) COMMENT 'oversold_shares, of what was received' AFTER net_average_price,
  ADD COLUMN IF NOT EXISTS net_redeemed_shares Decimal(38, 6) COMMENT 'redeemed_shares, of what was received' AFTER net_oversold_shares;
ALTER TABLE wallet_average_cost_pnl__layers
  COMMENT COLUMN average_cost_pnl_usd 'of what was given up: its price less the average cost; the bookkeeping of the pnl-subgraph, which knows no fees';

ALTER TABLE wallet_open_positions__layers
  ADD COLUMN IF NOT EXISTS average_cost_held_shares Decimal(38, 6) COMMENT 'held_shares of wallet_average_cost_pnl' AFTER average_price,
  ADD COLUMN IF NOT EXISTS average_cost_price Decimal(38, 6) COMMENT 'average_price of wallet_average_cost_pnl' AFTER average_cost_held_shares;
ALTER TABLE wallet_open_positions__layers
  COMMENT COLUMN average_price 'USDC a share, net_average_price of wallet_average_cost_pnl; NULL where net_shares is negative, which has no known cost';

ALTER TABLE wallet_resolution_outcomes__layers
  COMMENT COLUMN net_shares 'that holding; below 0.01, or below a thousandth of the shares that the wallet got of the condition, it is flat and has no row';

CREATE TABLE IF NOT EXISTS condition_totals__layers (
  condition_id       String                    COMMENT '64 hex' CODEC(ZSTD(1)),
  settled_at         Nullable(DateTime('UTC')) COMMENT 'when the outcome was settled, by the first of the sources that knows; NULL for a condition that is not resolved' CODEC(ZSTD(1)),
  settled_source     LowCardinality(String)    COMMENT 'chain: time of the resolution on chain, catalogue: close of the market, redemption: first one, trade: last one; empty where settled_at is NULL' CODEC(ZSTD(1)),
  wallets            UInt64                    COMMENT 'wallets with a position' CODEC(ZSTD(1)),
  incomplete_wallets UInt64                    COMMENT 'wallets that gave up shares that no known event brought' CODEC(ZSTD(1)),
  imbalance_usd      Nullable(Decimal(38, 6))  COMMENT 'what trades, splits and merges gave to all wallets together, before fees; 0 unless a side of some trade is missing. NULL for a condition that is not resolved' CODEC(ZSTD(1)),
  gross_pnl_usd      Decimal(38, 6)            COMMENT 'sum over wallets; 0 but for conversions, which move P&L between the conditions of a group, and for truncation' CODEC(ZSTD(1)),
  realized_pnl_usd   Decimal(38, 6)            COMMENT 'sum over wallets, after fees' CODEC(ZSTD(1)),
  fee_shares         Decimal(38, 6)            COMMENT 'outcome tokens that the exchange withheld' CODEC(ZSTD(1)),
  fee_usd            Decimal(38, 6)            COMMENT 'USDC paid as fees' CODEC(ZSTD(1)),
  redeemed_usd       Decimal(38, 6)            COMMENT 'USDC that redemptions paid' CODEC(ZSTD(1)),
  trades             UInt64                    COMMENT 'trades of all wallets' CODEC(ZSTD(1)),
  last_ts            DateTime('UTC')           COMMENT 'last event other than a redemption' CODEC(ZSTD(1)),
  revision           UInt64                    COMMENT 'fence of the run that derived the row' CODEC(ZSTD(1)),
  layer              UInt64                    COMMENT 'number of the build that wrote the row, or of an older one that its layer was merged into',
  is_deleted         UInt8 DEFAULT 0           COMMENT '1: the row of an earlier layer with this key is gone',
  version            UInt64 DEFAULT layer      COMMENT 'number of the build that wrote the row; the highest that is visible counts'
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY layer
ORDER BY condition_id
SETTINGS index_granularity = 1024
COMMENT 'Rows of condition_totals by the builds that wrote them. Read the view condition_totals.';

CREATE TABLE IF NOT EXISTS ledger_affected_conditions (condition_id String COMMENT '64 hex')
ENGINE = MergeTree ORDER BY condition_id
COMMENT 'Conditions of which the build in progress recomputes the totals; none when it recomputes all.';

-- the views of a published table have its columns; those that were there keep their comment
SELECT concat('CREATE OR REPLACE VIEW `', t.published, t.suffix, '` (', c.columns, ') AS SELECT ', c.names, ' FROM `', t.published, '__layers` FINAL PREWHERE layer IN',
  ' (SELECT arrayJoin(layers[''', t.published, ''']) FROM published_layers FINAL WHERE name = ''', t.state, ''')',
  ' SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0 COMMENT ''', replaceAll(replaceAll(
    if(t.published = 'condition_totals',
      if(t.suffix = '', 'What all wallets together did and earned in a condition, and when it was settled.', 'What condition_totals will be when the build in progress is published.'),
      v.comment), '\\', '\\\\'), '''', '\\'''), '''')
FROM (
  SELECT replaceOne(name, '__layers', '') AS published, kind.1 AS suffix, kind.2 AS state
  FROM system.tables ARRAY JOIN [('', 'published'), ('__build', 'staged')] AS kind
  WHERE database = currentDatabase() AND name IN ('position_checkpoints__layers', 'outcome_positions_v2__layers', 'trade_cashflows_v3__layers',
    'wallet_condition_pnl__layers', 'wallet_average_cost_pnl__layers', 'wallet_open_positions__layers', 'wallet_resolution_outcomes__layers', 'condition_totals__layers')
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

DROP TABLE IF EXISTS ledger_former SYNC;
CREATE TABLE ledger_former AS position_checkpoints
ENGINE = MergeTree ORDER BY (wallet, condition_id, outcome_index)
COMMENT 'Checkpoints of the positions that the build in progress recomputes, as they are published.';

CREATE OR REPLACE VIEW realized_pnl_by_market_final AS
SELECT
  p.wallet AS wallet, p.condition_id AS condition_id, p.market_id AS market_id, p.canonical_category AS canonical_category,
  p.cashflow AS cashflow, p.payout_value AS payout_value, p.realized_pnl_usd AS realized_pnl_usd, p.gross_pnl_usd AS gross_pnl_usd, p.fees_usd AS fees_usd,
  p.redeemed_usd AS redeemed_usd, p.redemption_gap_usd AS redemption_gap_usd, p.oversold_shares AS oversold_shares, p.oversold_shares = 0 AS is_history_complete,
  p.legs AS legs, p.resolution_source AS resolution_source, p.resolved_at AS resolved_at, p.trades AS trades
FROM wallet_condition_pnl AS p
COMMENT 'Realised P&L per wallet and resolved condition: cashflow + net shares * payout, both at that grain, after fees.';

CREATE OR REPLACE VIEW wallet_realized_pnl_final AS
SELECT
  p.wallet                                                     AS wallet,
  sum(p.realized_pnl_usd)                                      AS realized_pnl_usd,
  sum(p.gross_pnl_usd)                                         AS gross_pnl_usd,
  sum(p.fees_usd)                                              AS fees_usd,
  sumIf(p.realized_pnl_usd, p.realized_pnl_usd > 0)            AS gain_usd,
  -sumIf(p.realized_pnl_usd, p.realized_pnl_usd < 0)           AS loss_usd,
  countIf(p.realized_pnl_usd > 0)                              AS profitable_conditions,
  countIf(p.realized_pnl_usd < 0)                              AS losing_conditions,
  count()                                                      AS resolved_conditions,
  countIf(p.oversold_shares > 0)                               AS incomplete_conditions,
  sumIf(p.realized_pnl_usd, p.oversold_shares > 0)             AS incomplete_pnl_usd,
  round(100 * countIf(p.oversold_shares = 0) / count(), 2)     AS history_complete_pct,
  sum(p.redemption_gap_usd)                                    AS redemption_gap_usd,
  sum(p.trades)                                                AS trades,
  max(p.last_ts)                                               AS last_trade_at
FROM wallet_condition_pnl AS p
GROUP BY p.wallet
COMMENT 'Realised P&L per wallet over its resolved conditions, after fees, with what it is made of.';

CREATE OR REPLACE VIEW wallet_unrealized_pnl_v2 AS
SELECT
  wallet,
  -- what is not known of one holding is not known of the sum
  if(known_holdings = holdings, known_sum, NULL) AS unrealized_pnl_usd,
  if(known_holdings = 0, NULL, known_sum)        AS known_unrealized_pnl_usd,
  if(unpriced_holdings = 0, average_cost_sum, NULL) AS average_cost_unrealized_pnl_usd,
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
    sum(toDecimal128(h.average_cost_held_shares * (p.last_price - h.average_cost_price), 6)) AS average_cost_sum,
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
  sum(gross)                                                       AS gross_pnl_usd,
  sum(fees)                                                        AS fees_usd,
  sum(gain)                                                        AS gain_usd,
  sum(loss)                                                        AS loss_usd,
  sum(profitable)                                                  AS profitable_conditions,
  sum(losing)                                                      AS losing_conditions,
  sum(resolved)                                                    AS resolved_conditions,
  sum(open)                                                        AS open_conditions,
  sum(unpriced)                                                    AS unpriced_holdings,
  sum(uncosted)                                                    AS uncosted_holdings,
  sum(incomplete)                                                  AS incomplete_conditions,
  if(resolved_conditions = 0, NULL, round(100 * (resolved_conditions - incomplete_conditions) / resolved_conditions, 2)) AS history_complete_pct,
  sum(gap)                                                         AS redemption_gap_usd,
  sum(average_cost)                                                AS average_cost_pnl_usd,
  if(unpriced_holdings = 0, average_cost_pnl_usd + sum(average_cost_open), NULL) AS polymarket_pnl_usd
FROM (
  SELECT
    wallet, realized_pnl_usd AS realized, gross_pnl_usd AS gross, fees_usd AS fees, gain_usd AS gain, loss_usd AS loss,
    profitable_conditions AS profitable, losing_conditions AS losing, resolved_conditions AS resolved, incomplete_conditions AS incomplete, redemption_gap_usd AS gap,
    toDecimal128(0, 6) AS unrealized, toUInt64(0) AS open, toUInt64(0) AS unpriced, toUInt64(0) AS uncosted,
    toDecimal128(0, 6) AS average_cost, toDecimal128(0, 6) AS average_cost_open
  FROM wallet_realized_pnl_final
  UNION ALL
  SELECT
    wallet, toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6),
    toUInt64(0), toUInt64(0), toUInt64(0), toUInt64(0), toDecimal128(0, 6),
    ifNull(unrealized_pnl_usd, toDecimal128(0, 6)), open_conditions, unpriced_holdings, uncosted_holdings,
    toDecimal128(0, 6), ifNull(average_cost_unrealized_pnl_usd, toDecimal128(0, 6))
  FROM wallet_unrealized_pnl_v2
  UNION ALL
  SELECT
    wallet, toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6), toDecimal128(0, 6),
    toUInt64(0), toUInt64(0), toUInt64(0), toUInt64(0), toDecimal128(0, 6),
    toDecimal128(0, 6), toUInt64(0), toUInt64(0), toUInt64(0), sum(average_cost_pnl_usd), sum(unredeemed_pnl_usd)
  FROM wallet_average_cost_pnl
  GROUP BY wallet
)
GROUP BY wallet
COMMENT 'Realised and unrealised P&L per wallet and their sum, which is NULL where the unrealised part is not known. What was earned by selling before the resolution is in neither until then; polymarket_pnl_usd has it at once.';

CREATE OR REPLACE VIEW wallet_condition_fees AS
SELECT
  t.wallet AS wallet,
  k.condition_id AS condition_id,
  t.era AS era,
  sum(toDecimal128(t.fee_shares, 6))                                                           AS fee_shares,
  sum(if(t.era = 'AMM', toDecimal128(t.fee, 6), toDecimal128(t.fee_usd, 6)))                     AS fee_usd,
  sum(toDecimal128(if(t.shares = 0, 0, toDecimal128(t.fee_shares, 6) * t.usd / t.shares), 6))   AS fee_shares_usd,
  count()                                                                                      AS trades_with_fee
FROM (SELECT wallet, token_id, era, shares, usd, fee, fee_shares, fee_usd FROM trades_raw FINAL) AS t
INNER JOIN (SELECT token_id, condition_id FROM tokens_dim FINAL) AS k ON k.token_id = t.token_id
WHERE t.fee > 0 AND t.wallet NOT IN (SELECT address FROM contracts FINAL)
GROUP BY t.wallet, k.condition_id, t.era
COMMENT 'Fees that a wallet paid in a condition, as the events say them. All are counted in the tables of wallets. Filter by wallet: it reads the raw trades.';

ALTER TABLE realized_pnl_by_market_final
  COMMENT COLUMN wallet              'address, lower case',
  COMMENT COLUMN condition_id        '64 hex',
  COMMENT COLUMN market_id           'id of the catalogue; empty when unknown',
  COMMENT COLUMN canonical_category  'of the event; Uncategorized when unknown',
  COMMENT COLUMN cashflow            'as in trade_cashflows_v3',
  COMMENT COLUMN payout_value        'net shares at the payout of each outcome',
  COMMENT COLUMN realized_pnl_usd    'cashflow + payout_value, after fees',
  COMMENT COLUMN gross_pnl_usd       'what it would be without fees',
  COMMENT COLUMN fees_usd            'gross_pnl_usd - realized_pnl_usd',
  COMMENT COLUMN redeemed_usd        'USDC that redemptions paid',
  COMMENT COLUMN redemption_gap_usd  'payout of what was held - redeemed_usd',
  COMMENT COLUMN oversold_shares     'shares given up that no known event brought',
  COMMENT COLUMN is_history_complete '1: oversold_shares is 0. Ratios leave the others out',
  COMMENT COLUMN legs                'which legs are in: all',
  COMMENT COLUMN resolution_source   'chain, map or seed',
  COMMENT COLUMN resolved_at         'as the source of the resolution has it; condition_totals has settled_at',
  COMMENT COLUMN trades              'number of trades';
ALTER TABLE wallet_realized_pnl_final
  COMMENT COLUMN wallet                'address, lower case',
  COMMENT COLUMN realized_pnl_usd      'sum over resolved conditions, after fees',
  COMMENT COLUMN gross_pnl_usd         'what it would be without fees',
  COMMENT COLUMN fees_usd              'gross_pnl_usd - realized_pnl_usd',
  COMMENT COLUMN gain_usd              'sum of the conditions with a gain',
  COMMENT COLUMN loss_usd              'sum of the conditions with a loss, positive',
  COMMENT COLUMN profitable_conditions 'resolved conditions with a gain',
  COMMENT COLUMN losing_conditions     'resolved conditions with a loss',
  COMMENT COLUMN resolved_conditions   'resolved conditions with P&L',
  COMMENT COLUMN incomplete_conditions 'of these, those where shares were given up that no known event brought',
  COMMENT COLUMN incomplete_pnl_usd    'the part of realized_pnl_usd that is of these, some of whose cost is unknown',
  COMMENT COLUMN history_complete_pct  'percent of the resolved conditions that are complete',
  COMMENT COLUMN redemption_gap_usd    'payout of what was held - what redemptions paid',
  COMMENT COLUMN trades                'number of trades',
  COMMENT COLUMN last_trade_at         'last event other than a redemption';
ALTER TABLE wallet_unrealized_pnl_v2
  COMMENT COLUMN wallet                          'address, lower case',
  COMMENT COLUMN unrealized_pnl_usd              'NULL when a holding has no price or no known cost',
  COMMENT COLUMN known_unrealized_pnl_usd        'over the other holdings; NULL where there are none',
  COMMENT COLUMN average_cost_unrealized_pnl_usd 'by the holdings and prices of wallet_average_cost_pnl, which knows no fees; NULL when a holding has no price',
  COMMENT COLUMN open_conditions                 'unresolved conditions with a holding',
  COMMENT COLUMN holdings                        'outcomes held of them',
  COMMENT COLUMN unpriced_holdings               'whose token was never traded',
  COMMENT COLUMN uncosted_holdings               'whose cost is not known',
  COMMENT COLUMN oldest_price_at                 'block time of the oldest price used';
ALTER TABLE wallet_pnl_summary_final
  COMMENT COLUMN wallet                'address, lower case',
  COMMENT COLUMN realized_pnl_usd      'as in wallet_realized_pnl_final; 0 where nothing is resolved',
  COMMENT COLUMN unrealized_pnl_usd    'as in wallet_unrealized_pnl_v2; 0 where nothing is held',
  COMMENT COLUMN total_pnl_usd         'their sum; NULL where the unrealised part is',
  COMMENT COLUMN gross_pnl_usd         'realized_pnl_usd as it would be without fees',
  COMMENT COLUMN fees_usd              'gross_pnl_usd - realized_pnl_usd',
  COMMENT COLUMN gain_usd              'sum of the resolved conditions with a gain',
  COMMENT COLUMN loss_usd              'sum of the resolved conditions with a loss, positive',
  COMMENT COLUMN profitable_conditions 'resolved conditions with a gain',
  COMMENT COLUMN losing_conditions     'resolved conditions with a loss',
  COMMENT COLUMN resolved_conditions   'resolved conditions with P&L',
  COMMENT COLUMN open_conditions       'unresolved conditions with a holding',
  COMMENT COLUMN unpriced_holdings     'whose token was never traded',
  COMMENT COLUMN uncosted_holdings     'whose cost is not known',
  COMMENT COLUMN incomplete_conditions 'resolved conditions where shares were given up that no known event brought',
  COMMENT COLUMN history_complete_pct  'percent of the resolved conditions that are complete; NULL where nothing is resolved',
  COMMENT COLUMN redemption_gap_usd    'payout of what was held in resolved conditions - what redemptions paid',
  COMMENT COLUMN average_cost_pnl_usd  'sum of wallet_average_cost_pnl over all conditions, resolved or not; another definition, not a part of total_pnl_usd',
  COMMENT COLUMN polymarket_pnl_usd    'average_cost_pnl_usd + what is held at its payout or last price less its average cost: all-time P&L as the profile on Polymarket has it, before fees; NULL where a holding has no price';
ALTER TABLE wallet_condition_fees
  COMMENT COLUMN wallet          'address, lower case',
  COMMENT COLUMN condition_id    '64 hex',
  COMMENT COLUMN era             'V1, V2 or AMM; those of the AMM are in usd of trades_raw already',
  COMMENT COLUMN fee_shares      'outcome tokens withheld from purchases of era V1',
  COMMENT COLUMN fee_usd         'USDC: of sales of era V1, of all trades of V2 and AMM',
  COMMENT COLUMN fee_shares_usd  'fee_shares at the price of each trade, USDC',
  COMMENT COLUMN trades_with_fee 'trades with a fee above 0';
ALTER TABLE positions
  COMMENT COLUMN net_shares 'bought - withheld as fees - sold + split - merged + converted; redemptions are not taken off, so a resolved holding stays';
ALTER TABLE trades
  COMMENT COLUMN fee 'as in trades_raw; counted in the tables of wallets';
