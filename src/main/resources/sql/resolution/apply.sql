-- Writes what is new or different in the staged map; of an older one ({older} = 1) only what is new. A condition that the map contradicts itself
-- about is left as it was.
INSERT INTO market_resolutions
  (condition_id, source, market_id, payout_numerators, payout_denominator, vector_order, resolved_at, source_hash, revision, is_deleted)
SELECT
  s.condition_id, {source:String}, s.content.1, s.content.2, s.content.3, s.content.4,
  if(s.content.5 < 0, NULL, fromUnixTimestamp64Milli(s.content.5, 'UTC')), {hash:String}, {fence:UInt64}, 0
FROM (
  SELECT
    condition_id,
    argMin((market_id, payout_numerators, payout_denominator, toString(vector_order), ifNull(toUnixTimestamp64Milli(resolved_at), -1)), entry) AS content
  FROM resolution_staging
  GROUP BY condition_id
  HAVING uniqExact(payout_numerators, payout_denominator, vector_order) = 1
) AS s
LEFT JOIN (
  SELECT
    condition_id,
    (market_id, payout_numerators, payout_denominator, toString(vector_order), ifNull(toUnixTimestamp64Milli(resolved_at), -1)) AS content
  FROM market_resolutions FINAL
  WHERE source = {source:String}
) AS k ON k.condition_id = s.condition_id
WHERE k.condition_id = '' OR ({older:UInt8} = 0 AND k.content != s.content)
