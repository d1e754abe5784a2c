-- Pairs whose new events are not all later than those that are in are replayed; of a wallet that converts or converted in a group, all pairs of the group with them.
INSERT INTO ledger_affected
WITH
  toDateTime('2106-01-01 00:00:00', 'UTC') AS never,
  late AS (
    SELECT a.wallet AS wallet, a.condition_id AS condition_id
    FROM (SELECT wallet, condition_id, max(replay) AS replay, min(first_ts) AS first_ts FROM ledger_affected GROUP BY wallet, condition_id) AS a
    INNER JOIN (SELECT wallet, condition_id, max(checkpoint_at) AS checkpoint_at FROM ledger_former GROUP BY wallet, condition_id) AS f
      ON f.wallet = a.wallet AND f.condition_id = a.condition_id
    WHERE a.replay = 0 AND a.first_ts <= f.checkpoint_at
  ),
  members AS (SELECT neg_risk_market_id, condition_id FROM markets_dim FINAL WHERE neg_risk_market_id IN (SELECT neg_risk_market_id FROM converting_wallets)),
  late_groups AS (
    SELECT DISTINCT l.wallet AS wallet, m.neg_risk_market_id AS neg_risk_market_id
    FROM late AS l INNER JOIN members AS m ON m.condition_id = l.condition_id
    WHERE (m.neg_risk_market_id, l.wallet) IN (SELECT neg_risk_market_id, wallet FROM converting_wallets)
  )
SELECT wallet, condition_id, 1, never FROM late
UNION ALL
SELECT g.wallet, m.condition_id, 1, never FROM late_groups AS g INNER JOIN members AS m ON m.neg_risk_market_id = g.neg_risk_market_id
