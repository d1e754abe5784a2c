-- What is held of conditions that are not resolved, at its average cost, fees included. Where more was given up than is known to have been got, the
-- average is that of other shares, and the cost of these is not known.
INSERT INTO wallet_open_positions__layers (* EXCEPT version)
SELECT
  p.wallet, p.condition_id, p.outcome_index, c.tokens[p.outcome_index], p.net_shares, if(p.net_shares > 0, p.net_average_price, NULL), p.held_shares, p.average_price,
  {fence:UInt64}, {build:UInt64},
  p.net_shares = 0 OR p.canonical_category != '' AS is_gone
FROM (
  SELECT
    wallet, condition_id, outcome_index, net_average_price, held_shares, average_price, canonical_category,
    bought_shares - fee_shares - sold_shares + split_shares - merged_shares + converted_shares AS net_shares
  FROM (
  -- include ledger/parts/changed-checkpoints
  )
) AS p
LEFT JOIN ledger_conditions AS c ON c.condition_id = p.condition_id
WHERE NOT (is_gone AND {everything:UInt8} = 1)
