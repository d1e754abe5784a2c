INSERT INTO outcome_positions_v2__layers (* EXCEPT (is_deleted, version))
SELECT
  wallet, condition_id, outcome_index,
  sum(shares),
  sumIf(shares, kind = 'BUY'), -sumIf(shares, kind = 'SELL'),
  -sumIf(cash, kind = 'BUY'), sumIf(cash, kind = 'SELL'),
  sumIf(shares, kind = 'SPLIT'), -sumIf(shares, kind = 'MERGE'), sumIf(shares, kind = 'CONVERSION'),
  sumIf(events, kind IN ('BUY', 'SELL')), min(first_ts), max(last_ts), {fence:UInt64}, {build:UInt64}
FROM ledger_legs
GROUP BY wallet, condition_id, outcome_index
