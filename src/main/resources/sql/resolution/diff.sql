-- Compares the staged map with the stored resolutions of its source. Entries of one condition contradict each other when they have different
-- payouts once (yes, no) is turned to the market's order of outcomes; of an entry that has both, both are staged under its number.
SELECT
  countIf(k.condition_id = '' AND NOT s.conflict)                                   AS added,
  countIf(k.condition_id != '' AND NOT s.conflict AND s.content != k.content)       AS changed,
  countIf(k.condition_id != '' AND NOT s.conflict AND s.content = k.content)        AS unchanged,
  (SELECT count() FROM market_resolutions FINAL
   WHERE source = {source:String} AND condition_id NOT IN (SELECT condition_id FROM resolution_staging)) AS absent,
  sum(s.times - 1)                                                                  AS duplicates,
  countIf(s.conflict)                                                               AS conflicts
FROM (
  SELECT
    r.condition_id AS condition_id,
    uniqExact(r.entry) AS times,
    uniqExact(
      if(r.vector_order = 'YES_NO' AND lower(m.outcomes[1]) = 'no' AND lower(m.outcomes[2]) = 'yes', reverse(r.payout_numerators), r.payout_numerators),
      r.payout_denominator) > 1 AS conflict,
    argMin(
      (r.market_id, r.payout_numerators, r.payout_denominator, toString(r.vector_order), ifNull(toUnixTimestamp64Milli(r.resolved_at), -1)),
      (r.entry, r.vector_order)) AS content
  FROM resolution_staging AS r
  LEFT JOIN (
    SELECT condition_id, outcomes FROM markets_dim FINAL WHERE condition_id IN (SELECT condition_id FROM resolution_staging)
  ) AS m ON m.condition_id = r.condition_id
  GROUP BY r.condition_id
) AS s
LEFT JOIN (
  SELECT
    condition_id,
    (market_id, payout_numerators, payout_denominator, toString(vector_order), ifNull(toUnixTimestamp64Milli(resolved_at), -1)) AS content
  FROM market_resolutions FINAL
  WHERE source = {source:String}
) AS k ON k.condition_id = s.condition_id
