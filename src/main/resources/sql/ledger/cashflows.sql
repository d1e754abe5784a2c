INSERT INTO trade_cashflows_v3__layers (* EXCEPT version)
SELECT
  wallet, condition_id,
  sum(sold_usd - bought_usd - fee_usd + split_cash + merge_cash + conversion_cash),
  sum(sold_usd - bought_usd), sum(split_cash), sum(merge_cash), sum(conversion_cash), -sum(fee_usd),
  sum(trades), minIf(first_ts, toUnixTimestamp(first_ts) != 0), max(last_ts), {fence:UInt64}, {build:UInt64}, max(toUnixTimestamp(first_ts)) = 0 AS is_gone
FROM ledger_positions
GROUP BY wallet, condition_id
HAVING NOT (is_gone AND min(is_new) = 1)
