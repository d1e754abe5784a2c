-- Average cost moves the same shares as the positions, but clamps sales to what is held and takes redemptions off; before fees as well as after them.
SELECT concat(what.1, ': ', what.2, ' by what went in, but ', what.3, ' in the build') AS finding
FROM (
  SELECT arrayJoin([
    ('held', toString(positions.net + positions.fee), toString(average.held)),
    ('held after fees', toString(positions.net), toString(average.net_held))
  ]) AS what
  FROM (
    SELECT sum(net_shares) AS net, sum(fee_shares) AS fee
    FROM (
      SELECT net_shares, fee_shares FROM outcome_positions_v2__build WHERE {everything:UInt8} = 1
      UNION ALL
      SELECT net_shares, fee_shares FROM outcome_positions_v2__layers WHERE {everything:UInt8} = 0 AND layer = {build:UInt64} AND is_deleted = 0
    )
  ) AS positions
  CROSS JOIN (
    SELECT sum(shares) AS held, sum(net_shares) AS net_held
    FROM (
      SELECT held_shares - oversold_shares + redeemed_shares AS shares, net_held_shares - net_oversold_shares + net_redeemed_shares AS net_shares
      FROM wallet_average_cost_pnl__build WHERE {everything:UInt8} = 1
      UNION ALL
      SELECT held_shares - oversold_shares + redeemed_shares, net_held_shares - net_oversold_shares + net_redeemed_shares
      FROM wallet_average_cost_pnl__layers
      WHERE {everything:UInt8} = 0 AND layer = {build:UInt64} AND is_deleted = 0
    )
  ) AS average
)
WHERE what.2 != what.3
