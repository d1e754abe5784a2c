-- How many events of a stream are stored in each window of {seconds} from {from} on, until {until}?
SELECT intDiv(toUnixTimestamp(ts) - {from:UInt32}, {seconds:UInt32}) AS window, count() AS events
FROM position_events FINAL
WHERE source = {source:String} AND era = {era:String} AND kind = {kind:String} AND ts >= toDateTime({from:UInt32}, 'UTC') AND ts < toDateTime({until:UInt32}, 'UTC')
GROUP BY window
