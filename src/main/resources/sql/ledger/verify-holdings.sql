-- Average cost moves the same shares as the positions, but clamps sales to what is held and takes redemptions off.
WITH ours AS (SELECT wallet FROM ledger_affected WHERE wallet NOT IN (SELECT address FROM contracts FINAL))
SELECT concat('held: ', toString(held.net), ' by what went in, but ', toString(average.held), ' in the build') AS finding
FROM (SELECT sum(net_shares) AS net FROM outcome_positions_v2__build WHERE wallet IN (SELECT wallet FROM ours)) AS held
CROSS JOIN (
  SELECT sum(held_shares - oversold_shares + redeemed_shares) AS held FROM wallet_average_cost_pnl__build WHERE wallet IN (SELECT wallet FROM ours)
) AS average
WHERE held.net != average.held
