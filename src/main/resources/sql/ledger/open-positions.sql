-- What is held of conditions that are not resolved, at its average cost. Where more was given up than is known to have been got, the
-- average is that of other shares, and the cost of these is not known.
INSERT INTO wallet_open_positions__layers (* EXCEPT (is_deleted, version))
SELECT o.wallet, o.condition_id, o.outcome_index, k.token_id, o.net_shares, if(o.net_shares > 0, a.average_price, NULL), {fence:UInt64}, {build:UInt64}
FROM (
  SELECT wallet, condition_id, outcome_index, net_shares FROM outcome_positions_v2__build
  WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
    AND ({everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected))
    AND net_shares != 0
    AND condition_id NOT IN (SELECT condition_id FROM winning_index)
) AS o
LEFT JOIN (
  SELECT wallet, condition_id, outcome_index, toNullable(average_price) AS average_price FROM wallet_average_cost_pnl__build
  WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
    AND ({everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected))
) AS a ON a.wallet = o.wallet AND a.condition_id = o.condition_id AND a.outcome_index = o.outcome_index
LEFT JOIN (SELECT condition_id, outcome_index, min(token_id) AS token_id FROM tokens_dim FINAL GROUP BY condition_id, outcome_index) AS k
  ON k.condition_id = o.condition_id AND k.outcome_index = o.outcome_index
