-- The columns of trades_raw, each event once, summed by wallet and token: no way of computing the published tables can do without.
SELECT wallet, token_id, sum(toDecimal128(shares, 6)), sum(toDecimal128(usd, 6)), sum(toDecimal128(fee, 6)), sum(toDecimal128(cashflow, 6)), min(ts), max(ts)
FROM trades_raw FINAL
GROUP BY wallet, token_id
FORMAT Null
