INSERT INTO wallet_category_pnl__layers (* EXCEPT (is_deleted, version))
SELECT wallet, canonical_category, sum(realized_pnl_usd), count(), sum(trades), {fence:UInt64}, {build:UInt64}
FROM wallet_condition_pnl__build
WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
  AND ({everything:UInt8} = 1 OR wallet IN (SELECT wallet FROM ledger_affected))
GROUP BY wallet, canonical_category
