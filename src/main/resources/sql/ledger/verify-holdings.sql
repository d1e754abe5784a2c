-- Average cost moves the same shares as the positions, but clamps sales to what is held and takes redemptions off.
SELECT concat('held: ', toString(held.net), ' by what went in, but ', toString(average.held), ' in the build') AS finding
FROM (
  SELECT sum(net_shares) AS net FROM outcome_positions_v2__build
  WHERE {everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected)
) AS held
CROSS JOIN (
  SELECT sum(held_shares - oversold_shares + redeemed_shares) AS held FROM wallet_average_cost_pnl__build
  WHERE {everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected)
) AS average
WHERE held.net != average.held
