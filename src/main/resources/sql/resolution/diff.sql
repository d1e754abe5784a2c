-- How does the staged map differ from what its source has said so far?
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
    condition_id,
    count() AS times,
    uniqExact(payout_numerators, payout_denominator, vector_order) > 1 AS conflict,
    argMin((market_id, payout_numerators, payout_denominator, toString(vector_order), ifNull(toUnixTimestamp64Milli(resolved_at), -1)), entry) AS content
  FROM resolution_staging
  GROUP BY condition_id
) AS s
LEFT JOIN (
  SELECT
    condition_id,
    (market_id, payout_numerators, payout_denominator, toString(vector_order), ifNull(toUnixTimestamp64Milli(resolved_at), -1)) AS content
  FROM market_resolutions FINAL
  WHERE source = {source:String}
) AS k ON k.condition_id = s.condition_id
