-- Of how many conditions does the source of resolution times report another payout than is stored of the chain, where one of the two came with the run {fence}?
WITH changed AS (
  SELECT condition_id FROM condition_resolution_times WHERE revision = {fence:UInt64}
  UNION DISTINCT
  SELECT condition_id FROM market_resolutions WHERE revision = {fence:UInt64} AND source = 'chain'
)
SELECT count()
FROM (SELECT condition_id, payout_numerators FROM condition_resolution_times FINAL WHERE condition_id IN (SELECT condition_id FROM changed) AND notEmpty(payout_numerators)) AS t
INNER JOIN (SELECT condition_id, payout_numerators FROM market_resolutions FINAL WHERE condition_id IN (SELECT condition_id FROM changed) AND source = 'chain') AS r
  ON r.condition_id = t.condition_id
WHERE r.payout_numerators != t.payout_numerators
