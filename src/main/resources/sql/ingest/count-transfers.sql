-- How many events of a stream are stored in each window of {seconds} from {from} on, until {until}?
SELECT intDiv(toUnixTimestamp(ts) - {from:UInt32}, {seconds:UInt32}) AS window, uniqExact(event_key) AS events
FROM share_transfers FINAL
WHERE source = {source:String} AND era = {era:String} AND ts >= toDateTime({from:UInt32}, 'UTC') AND ts < toDateTime({until:UInt32}, 'UTC')
GROUP BY window
