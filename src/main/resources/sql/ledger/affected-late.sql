-- Pairs whose new events are not all later than those that are in are replayed.
INSERT INTO ledger_affected
SELECT a.wallet, a.condition_id, 1, a.first_ts
FROM (SELECT wallet, condition_id, max(replay) AS replay, min(first_ts) AS first_ts FROM ledger_affected GROUP BY wallet, condition_id) AS a
INNER JOIN (SELECT wallet, condition_id, max(checkpoint_at) AS checkpoint_at FROM ledger_former GROUP BY wallet, condition_id) AS f
  ON f.wallet = a.wallet AND f.condition_id = a.condition_id
WHERE a.replay = 0 AND a.first_ts <= f.checkpoint_at
