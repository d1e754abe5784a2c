INSERT INTO trade_cashflows_v3__layers (* EXCEPT (is_deleted, version))
SELECT
  wallet, condition_id,
  sum(cash),
  sumIf(cash, kind IN ('BUY', 'SELL')), sumIf(cash, kind = 'SPLIT'), sumIf(cash, kind = 'MERGE'), sumIf(cash, kind = 'CONVERSION'),
  sumIf(events, kind IN ('BUY', 'SELL')), min(first_ts), max(last_ts), {fence:UInt64}, {build:UInt64}
FROM ledger_legs
GROUP BY wallet, condition_id
