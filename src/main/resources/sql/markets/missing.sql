-- What do trades, position events and tokens name that markets_dim lacks?
-- One row per condition, and one per traded token without a known condition. Volume counts the taker side only.
-- Tokens that were traded up to the run {since} were all known then, so of these only newly mapped or tombstoned ones are read; 0 is for all.
WITH
  known AS (SELECT condition_id FROM markets_dim FINAL),
  -- most often there are none, and then no trade is read again
  strangers AS (
    SELECT t.token_id AS token_id
    FROM (
      SELECT token_id FROM trades_raw WHERE revision > {since:UInt64}
      UNION DISTINCT
      SELECT token_id FROM tokens_dim WHERE revision > {since:UInt64}
      UNION DISTINCT
      SELECT token_id FROM tokens_dim
      WHERE condition_id IN (SELECT condition_id FROM markets_dim WHERE revision > {since:UInt64} AND is_deleted = 1)
    ) AS t
    LEFT ANTI JOIN (
      SELECT k.token_id AS token_id
      FROM (SELECT token_id, condition_id FROM tokens_dim FINAL) AS k
      LEFT SEMI JOIN known AS m ON m.condition_id = k.condition_id
    ) AS mapped ON mapped.token_id = t.token_id
  ),
  -- what is not noted yet beside what is; of all times, since the gates do not ask for the markets of position events
  unmapped AS (
    SELECT condition_id
    FROM (
      SELECT condition_id FROM position_conditions
      UNION DISTINCT
      SELECT condition_id FROM position_events WHERE condition_id != '' AND revision >= (SELECT max(revision) FROM position_conditions)
    )
    WHERE condition_id NOT IN (SELECT condition_id FROM known)
  )
SELECT
  named.condition_id AS condition_id,
  arrayMap(token -> toString(token), arraySort(groupUniqArrayIf(named.token_id, named.has_token))) AS token_ids,
  sum(named.trades) AS trades,
  sum(named.usd) AS usd,
  sum(named.position_events) AS position_events,
  min(named.first_ts) AS first_ts,
  max(named.last_ts) AS last_ts
FROM (
  SELECT
    k.condition_id AS condition_id,
    t.token_id AS token_id,
    true AS has_token,
    count() AS trades,
    sumIf(t.usd, t.role = 'TAKER') AS usd,
    toUInt64(0) AS position_events,
    CAST(min(toUnixTimestamp(t.ts)), 'Nullable(Int64)') AS first_ts,
    CAST(max(toUnixTimestamp(t.ts)), 'Nullable(Int64)') AS last_ts
  FROM (SELECT token_id, role, usd, ts FROM trades_raw FINAL WHERE token_id IN (SELECT token_id FROM strangers)) AS t
  LEFT JOIN (SELECT token_id, condition_id FROM tokens_dim FINAL) AS k ON k.token_id = t.token_id
  GROUP BY k.condition_id, t.token_id
  UNION ALL
  SELECT p.condition_id, toUInt256(0), false, 0, 0, count(), min(toUnixTimestamp(p.ts)), max(toUnixTimestamp(p.ts))
  FROM (
    SELECT condition_id, ts FROM position_events FINAL
    WHERE (wallet, event_key) IN (SELECT wallet, event_key FROM position_events WHERE condition_id IN (SELECT condition_id FROM unmapped))
  ) AS p
  GROUP BY p.condition_id
  UNION ALL
  SELECT k.condition_id, k.token_id, true, 0, 0, 0, NULL, NULL
  FROM (SELECT token_id, condition_id FROM tokens_dim FINAL) AS k
  LEFT ANTI JOIN known AS m ON m.condition_id = k.condition_id
) AS named
GROUP BY named.condition_id, if(named.condition_id = '', named.token_id, toUInt256(0))
ORDER BY usd DESC, trades DESC, condition_id, token_ids
