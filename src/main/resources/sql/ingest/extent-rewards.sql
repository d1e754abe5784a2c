-- Between which times does a stream have stored events after {after}, and how many?
SELECT count() AS events, toUnixTimestamp(min(ts)) AS first, toUnixTimestamp(max(ts)) AS last
FROM wallet_rewards FINAL
WHERE source = {source:String} AND era = {era:String} AND ts > toDateTime({after:UInt32}, 'UTC')
