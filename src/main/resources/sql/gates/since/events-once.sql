-- Events that came or changed since a run and are stored under two keys, which would count them twice. The other row of such an event has the
-- event's time, so only events of the same seconds are looked at.
SELECT
  (
    SELECT count() - uniqExact(event_key)
    FROM trades_raw FINAL
    WHERE (token_id, wallet, event_key) IN (
      SELECT key.1, key.2, event_key
      FROM (
        SELECT event_key, groupUniqArray((token_id, wallet)) AS keys
        FROM trades_raw
        WHERE ts IN (SELECT ts FROM trades_raw WHERE revision > toUInt64(:?since))
          AND sipHash128(event_key) IN (SELECT sipHash128(event_key) FROM trades_raw WHERE revision > toUInt64(:?since))
        GROUP BY event_key
        HAVING length(keys) > 1
      )
      ARRAY JOIN keys AS key
    )
  ) + (
    SELECT count() - uniqExact(event_key)
    FROM position_events FINAL
    WHERE (wallet, event_key) IN (
      SELECT wallet, event_key
      FROM (
        SELECT event_key, groupUniqArray(wallet) AS wallets
        FROM position_events
        WHERE ts IN (SELECT ts FROM position_events WHERE revision > toUInt64(:?since))
          AND sipHash128(event_key) IN (SELECT sipHash128(event_key) FROM position_events WHERE revision > toUInt64(:?since))
        GROUP BY event_key
        HAVING length(wallets) > 1
      )
      ARRAY JOIN wallets AS wallet
    )
  ) AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' events since run ', :?since, ' that are stored more than once') AS message
