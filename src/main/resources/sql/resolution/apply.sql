-- Writes what is new or different in the staged map; of an older one ({older} = 1) only what is new. A condition that the map contradicts itself
-- about, as diff.sql counts it, is left as it was.
INSERT INTO market_resolutions
  (condition_id, source, market_id, payout_numerators, payout_denominator, vector_order, resolved_at, source_hash, revision, is_deleted)
SELECT
  s.condition_id, {source:String}, s.content.1, s.content.2, s.content.3, s.content.4,
  if(s.content.5 < 0, NULL, fromUnixTimestamp64Milli(s.content.5, 'UTC')), {hash:String}, {fence:UInt64}, 0
FROM (
  SELECT
    r.condition_id AS condition_id,
    argMin(
      (r.market_id, r.payout_numerators, r.payout_denominator, toString(r.vector_order), ifNull(toUnixTimestamp64Milli(r.resolved_at), -1)),
      (r.entry, r.vector_order)) AS content
  FROM resolution_staging AS r
  LEFT JOIN (
    SELECT condition_id, outcomes FROM markets_dim FINAL WHERE condition_id IN (SELECT condition_id FROM resolution_staging)
  ) AS m ON m.condition_id = r.condition_id
  GROUP BY r.condition_id
  HAVING uniqExact(
    if(r.vector_order = 'YES_NO' AND lower(m.outcomes[1]) = 'no' AND lower(m.outcomes[2]) = 'yes', reverse(r.payout_numerators), r.payout_numerators),
    r.payout_denominator) = 1
) AS s
LEFT JOIN (
  SELECT
    condition_id,
    (market_id, payout_numerators, payout_denominator, toString(vector_order), ifNull(toUnixTimestamp64Milli(resolved_at), -1)) AS content
  FROM market_resolutions FINAL
  WHERE source = {source:String}
) AS k ON k.condition_id = s.condition_id
WHERE k.condition_id = '' OR ({older:UInt8} = 0 AND k.content != s.content)
