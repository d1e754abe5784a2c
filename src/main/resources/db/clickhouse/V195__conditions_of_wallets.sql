-- What the tables by wallet and condition have in common is summed up once for all of them: each grouped all positions by itself, and wallet_conditions was put
-- together again from four of them.
CREATE TABLE IF NOT EXISTS ledger_wallet_conditions (
  wallet               String                         COMMENT 'address, lower case',
  condition_id         String                         COMMENT '64 hex',
  cashflow             Decimal(38, 6)                 COMMENT 'as in trade_cashflows_v3, like the columns after it',
  clob                 Decimal(38, 6)                 COMMENT 'of trades',
  split                Decimal(38, 6)                 COMMENT 'of splits',
  merge                Decimal(38, 6)                 COMMENT 'of merges',
  conversion           Decimal(38, 6)                 COMMENT 'of conversions',
  fees                 Decimal(38, 6)                 COMMENT 'of fees in USDC, never positive',
  trades               UInt64                         COMMENT 'number of trades',
  first_ts             DateTime('UTC')                COMMENT 'first event other than a redemption; 1970 where there is none',
  last_ts              DateTime('UTC')                COMMENT 'last one; 1970 where there is none',
  has_events           UInt8                          COMMENT '1: there is an event other than a redemption',
  is_new               UInt8                          COMMENT '1: nothing was published of any of its positions',
  was_resolved         UInt8                          COMMENT '1: it was published as resolved',
  is_resolved          UInt8                          COMMENT '1: the payout is known',
  payout_value         Decimal(38, 6)                 COMMENT 'as in wallet_condition_pnl, like the columns after it',
  realized_pnl_usd     Decimal(38, 6)                 COMMENT 'after fees',
  gross_pnl_usd        Decimal(38, 6)                 COMMENT 'before fees',
  redeemed_usd         Decimal(38, 6)                 COMMENT 'USDC that redemptions paid',
  redemption_gap_usd   Decimal(38, 6)                 COMMENT 'payout of what was held - redeemed_usd',
  oversold_shares      Decimal(38, 6)                 COMMENT 'given up without being held, after fees',
  canonical_category   LowCardinality(String)         COMMENT 'of the event',
  market_id            String                         COMMENT 'id of the catalogue; empty when unknown',
  source               LowCardinality(String)         COMMENT 'of the resolution',
  resolved_at          Nullable(DateTime64(3, 'UTC')) COMMENT 'time of the resolution where its source has one',
  best                 UInt8                          COMMENT 'outcome_index of wallet_resolution_outcomes, like the columns after it',
  net_shares           Decimal(38, 6)                 COMMENT 'holding of it above the smallest one',
  payout               Float64                        COMMENT 'what a share of it paid',
  won                  UInt8                          COMMENT '1: it paid more than half',
  is_flat              UInt8                          COMMENT '1: too little was held to stand for anything',
  average_cost_pnl_usd Decimal(38, 6)                 COMMENT 'of all outcomes, as in wallet_average_cost_pnl',
  unredeemed_pnl_usd   Decimal(38, 6)                 COMMENT 'of all outcomes, as in wallet_average_cost_pnl',
  outcomes             Array(Array(Decimal(38, 6)))   COMMENT 'as in wallet_conditions',
  holdings             Array(Tuple(token_id UInt256, net_shares Decimal(38, 6), average_price Nullable(Decimal(38, 6)), average_cost_held_shares Decimal(38, 6), average_cost_price Decimal(38, 6)))
                                                      COMMENT 'as in wallet_conditions'
)
ENGINE = MergeTree ORDER BY (wallet, condition_id)
-- emptied by the build that wrote it
SETTINGS max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'Conditions of wallets that the build in progress recomputes.';

-- So open positions need not go through all tokens.
ALTER TABLE ledger_conditions ADD COLUMN IF NOT EXISTS tokens Map(UInt8, UInt256) COMMENT 'token of each outcome; the smallest where there are several';
