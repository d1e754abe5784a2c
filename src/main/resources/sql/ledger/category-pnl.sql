INSERT INTO wallet_category_pnl__layers (* EXCEPT (is_deleted, version))
SELECT wallet, canonical_category, sum(realized_pnl_usd), count(), sum(trades), {fence:UInt64}, {build:UInt64}
FROM wallet_condition_pnl__build
WHERE wallet IN (SELECT wallet FROM ledger_affected WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32})
GROUP BY wallet, canonical_category
