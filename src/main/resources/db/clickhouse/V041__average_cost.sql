-- P&L by average cost, beside the realised P&L and under its own name.
CREATE TABLE IF NOT EXISTS wallet_average_cost_pnl (
  wallet               String,
  condition_id         String,
  outcome_index        UInt8           COMMENT '0-based',
  average_cost_pnl_usd Decimal(38, 6)  COMMENT 'of what was given up: its price less the average cost; pnl-subgraph bookkeeping',
  held_shares          Decimal(38, 6)  COMMENT 'by that bookkeeping; never negative',
  average_price        Decimal(38, 6)  COMMENT 'USDC a share of what is held, else of what was held last; may be negative after a conversion',
  acquired_shares      Decimal(38, 6)  COMMENT 'bought, split, converted into',
  oversold_shares      Decimal(38, 6)  COMMENT 'given up without being held: their cost is unknown, they earn nothing here',
  redeemed_shares      Decimal(38, 6)  COMMENT 'held when the wallet redeemed the condition',
  revision             UInt64          COMMENT 'fence of the run that worked the row out'
)
ENGINE = MergeTree ORDER BY (wallet, condition_id, outcome_index)
COMMENT 'Average-cost P&L per wallet and outcome, resolved or not. Other numbers than realized_pnl_usd, by definition.';
