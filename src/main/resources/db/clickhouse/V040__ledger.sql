-- What every wallet holds, paid, earned. Worked out from trades_raw and position_events, published whole by exchanging tables.
CREATE TABLE IF NOT EXISTS outcome_positions_v2 (
  wallet           String,
  condition_id     String,
  outcome_index    UInt8           COMMENT '0-based',
  net_shares       Decimal(38, 6)  COMMENT 'bought - sold + split - merged + converted; redemptions are left out on both sides of P&L',
  bought_shares    Decimal(38, 6),
  sold_shares      Decimal(38, 6),
  bought_usd       Decimal(38, 6),
  sold_usd         Decimal(38, 6),
  split_shares     Decimal(38, 6),
  merged_shares    Decimal(38, 6),
  converted_shares Decimal(38, 6)  COMMENT 'net: YES gained minus NO given up',
  trades           UInt64,
  first_ts         DateTime('UTC'),
  last_ts          DateTime('UTC'),
  revision         UInt64          COMMENT 'fence of the run that worked the row out'
)
ENGINE = MergeTree ORDER BY (wallet, condition_id, outcome_index)
COMMENT 'Net holding per wallet and outcome over all history.';

CREATE TABLE IF NOT EXISTS trade_cashflows_v3 (
  wallet           String,
  condition_id     String,
  cashflow         Decimal(38, 6)  COMMENT 'USDC received minus paid over all legs but redemptions; without fees',
  clob             Decimal(38, 6)  COMMENT 'of trades',
  split            Decimal(38, 6)  COMMENT 'of splits, never positive',
  merge            Decimal(38, 6)  COMMENT 'of merges, never negative',
  conversion       Decimal(38, 6)  COMMENT 'of neg-risk conversions: amount * (questions given up - 1), in equal parts over those',
  trades           UInt64,
  first_ts         DateTime('UTC'),
  last_ts          DateTime('UTC'),
  revision         UInt64
)
ENGINE = MergeTree ORDER BY (wallet, condition_id)
COMMENT 'Cash per wallet and condition over all history.';

CREATE TABLE IF NOT EXISTS wallet_condition_pnl (
  wallet             String,
  condition_id       String,
  cashflow           Decimal(38, 6),
  payout_value       Decimal(38, 6)  COMMENT 'sum over outcomes of net shares * payout, truncated toward zero to 10^-6 per outcome',
  realized_pnl_usd   Decimal(38, 6)  COMMENT 'cashflow + payout_value',
  legs               LowCardinality(String) COMMENT 'which legs are in: all',
  canonical_category LowCardinality(String),
  market_id          String,
  resolution_source  LowCardinality(String),
  resolved_at        Nullable(DateTime64(3, 'UTC')),
  trades             UInt64,
  last_ts            DateTime('UTC'),
  revision           UInt64
)
ENGINE = MergeTree ORDER BY (wallet, condition_id)
COMMENT 'Realised P&L per wallet and resolved condition. Unresolved conditions are not in it.';

CREATE TABLE IF NOT EXISTS wallet_resolution_outcomes (
  wallet             String,
  condition_id       String,
  outcome_index      UInt8           COMMENT 'the outcome that the wallet stood for: largest holding after taking out complete sets',
  net_shares         Decimal(38, 6)  COMMENT 'that holding; below 0.01 the wallet is flat and has no row',
  payout             Float64         COMMENT 'what a share of it paid, 0 to 1',
  won                UInt8           COMMENT '1: it paid more than half',
  canonical_category LowCardinality(String),
  resolved_at        Nullable(DateTime64(3, 'UTC')),
  trades             UInt64,
  revision           UInt64
)
ENGINE = MergeTree ORDER BY (wallet, condition_id)
COMMENT 'Did the wallet stand for what came true? One row per wallet and resolved condition. Accuracy is avg(won).';

CREATE TABLE IF NOT EXISTS wallet_category_pnl (
  wallet              String,
  canonical_category  LowCardinality(String),
  realized_pnl_usd    Decimal(38, 6),
  resolved_conditions UInt64,
  trades              UInt64,
  revision            UInt64
)
ENGINE = MergeTree ORDER BY (wallet, canonical_category)
COMMENT 'Realised P&L per wallet and category of the event.';

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

-- Work tables of a build.
CREATE TABLE IF NOT EXISTS ledger_affected (wallet String)
ENGINE = MergeTree ORDER BY wallet
COMMENT 'Wallets that the build in progress works out anew.';

CREATE TABLE IF NOT EXISTS ledger_legs (
  wallet        String,
  condition_id  String,
  outcome_index UInt8,
  kind          Enum8('BUY' = 1, 'SELL' = 2, 'SPLIT' = 3, 'MERGE' = 4, 'CONVERSION' = 5),
  shares        Decimal(38, 6)  COMMENT 'gained, or negative',
  cash          Decimal(38, 6)  COMMENT 'received, or negative',
  events        UInt64,
  first_ts      DateTime('UTC'),
  last_ts       DateTime('UTC')
)
ENGINE = MergeTree ORDER BY (wallet, condition_id, outcome_index)
COMMENT 'What moved shares or cash of some of those wallets, summed up.';
