-- What a wallet was paid beside its trading, by kind; no row where nothing is stored of it.
SELECT toString(r.kind) AS kind, count() AS payments, sum(amount) AS amount_usd, toUnixTimestamp(min(ts)) AS first_ts, toUnixTimestamp(max(ts)) AS last_ts
FROM wallet_rewards AS r FINAL
WHERE wallet = {wallet:String} AND wallet NOT IN (SELECT address FROM contracts FINAL)
GROUP BY r.kind
ORDER BY r.kind
SETTINGS max_execution_time = 5, max_threads = 1
