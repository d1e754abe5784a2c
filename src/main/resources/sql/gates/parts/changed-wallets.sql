-- Wallets with events since a run, or in conditions that were resolved or mapped since.
  conditions AS (
    SELECT condition_id FROM market_resolutions WHERE revision > toUInt64(:?since)
    UNION DISTINCT
    SELECT condition_id FROM tokens_dim WHERE revision > toUInt64(:?since)
  ),
  changed AS (
    SELECT wallet FROM trades_raw WHERE revision > toUInt64(:?since)
    UNION DISTINCT
    SELECT wallet FROM position_events WHERE revision > toUInt64(:?since)
    UNION DISTINCT
    SELECT wallet FROM trades_raw
    WHERE token_id IN (SELECT token_id FROM tokens_dim FINAL WHERE condition_id IN (SELECT condition_id FROM conditions))
    UNION DISTINCT
    SELECT wallet FROM position_events WHERE condition_id IN (SELECT condition_id FROM conditions)
  )
