-- Average cost moves the same shares as the positions, but clamps sales to what is held and takes redemptions off.
SELECT concat('held: ', toString(held.net), ' by what went in, but ', toString(average.held), ' in the build') AS finding
FROM (
  SELECT sum(net_shares) AS net
  FROM (
    SELECT net_shares FROM outcome_positions_v2__build WHERE {everything:UInt8} = 1
    UNION ALL
    SELECT net_shares FROM outcome_positions_v2__layers WHERE {everything:UInt8} = 0 AND layer = {build:UInt64} AND is_deleted = 0
  )
) AS held
CROSS JOIN (
  SELECT sum(shares) AS held
  FROM (
    SELECT held_shares - oversold_shares + redeemed_shares AS shares FROM wallet_average_cost_pnl__build WHERE {everything:UInt8} = 1
    UNION ALL
    SELECT held_shares - oversold_shares + redeemed_shares FROM wallet_average_cost_pnl__layers
    WHERE {everything:UInt8} = 0 AND layer = {build:UInt64} AND is_deleted = 0
  )
) AS average
WHERE held.net != average.held
