INSERT INTO trade_cashflows_v3__layers (* EXCEPT version)
SELECT
  wallet, condition_id, cashflow, clob, split, merge, conversion, fees, trades, first_ts, last_ts, {fence:UInt64}, {build:UInt64}, has_events = 0 AS is_gone
FROM ledger_wallet_conditions
WHERE NOT (is_gone AND is_new = 1)
