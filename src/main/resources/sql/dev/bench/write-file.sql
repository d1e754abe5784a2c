-- The file that ClickHouse loads by itself: the rows as they are stored, in the order of the chain.
INSERT INTO FUNCTION file({file:String}, JSONEachRow)
SELECT * FROM expected ORDER BY ts, event_id
