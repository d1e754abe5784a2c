-- What the other tables have of a wallet in a condition, in one row. V182__wallet_conditions.sql has the meaning of amounts and outcomes by place; sumForEach
-- takes a place that an array does not have for 0.
INSERT INTO wallet_conditions__layers (* EXCEPT version)
SELECT
  wallet, condition_id, first_ts, last_ts, if(is_resolved = 1 AND has_events = 1 AND is_flat = 0, toInt8(won), -1),
  arrayConcat([toDecimal128(trades, 6), cashflow, average_cost_pnl_usd, unredeemed_pnl_usd], if(is_resolved = 0 OR has_events = 0, [],
    [toDecimal128(1, 6), realized_pnl_usd, gross_pnl_usd, greatest(realized_pnl_usd, toDecimal128(0, 6)), redemption_gap_usd, payout_value, toDecimal128(trades, 6),
      toDecimal128(realized_pnl_usd > 0, 6), toDecimal128(realized_pnl_usd < 0, 6), toDecimal128(oversold_shares > 0, 6)])),
  outcomes, holdings, {fence:UInt64}, {build:UInt64}, has_events = 0 AS is_gone
FROM ledger_wallet_conditions
WHERE NOT (is_gone AND is_new = 1)
