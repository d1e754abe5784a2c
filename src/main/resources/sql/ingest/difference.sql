-- How do the two sides of what is staged differ, in each window of {seconds} from {from} on?
-- A record that the source has but that cannot be stored takes nothing away: its id counts as present.
SELECT
  intDiv(toUnixTimestamp(time) - {from:UInt32}, {seconds:UInt32})  AS window,
  countIf(in_source)                                               AS source_rows,
  countIf(in_store)                                                AS stored_rows,
  countIf(in_source AND NOT in_store)                              AS missing,
  countIf(in_source AND in_store AND contents > 1)                 AS changed,
  countIf(in_store AND NOT in_source AND NOT has_unusable)         AS gone,
  countIf(unusable)                                                AS unusable_records,
  arrayStringConcat(sumForEach(source_amounts), ' ')               AS source_sums,
  arrayStringConcat(sumForEach(stored_amounts), ' ')               AS stored_sums
FROM (
  SELECT
    key,
    countIf(side = 'SOURCE') > 0                                   AS in_source,
    countIf(side = 'STORED') > 0                                   AS in_store,
    countIf(side = 'UNUSABLE') > 0                                 AS unusable,
    -- of an event whose time changed, the source's
    argMin(ts, side)                                               AS time,
    uniqExact(tuple(* EXCEPT (side, revision, is_deleted)))        AS contents,
    any(event_key) IN (SELECT event_key FROM {staging:Identifier} WHERE side = 'UNUSABLE') AS has_unusable,
    anyIf(amounts, side = 'SOURCE')                                AS source_amounts,
    anyIf(amounts, side = 'STORED')                                AS stored_amounts
  FROM {staging:Identifier}
  GROUP BY key
)
GROUP BY window
ORDER BY window
