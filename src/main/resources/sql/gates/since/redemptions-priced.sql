-- Redemptions of conditions whose payout is not known, that came since a run, or of conditions that lost their payout since, or of wallets that were contracts.
SELECT
  count() AS observed,
  observed = 0 AS passed,
  concat(toString(observed), ' redemptions since run ', :?since, ', or of payouts tombstoned since, of conditions without a known payout') AS message
FROM position_events FINAL
WHERE kind = 'REDEMPTION'
  AND (wallet, event_key) IN (
    SELECT wallet, event_key FROM position_events
    WHERE kind = 'REDEMPTION' AND revision > toUInt64(:?since) AND condition_id NOT IN (SELECT condition_id FROM winning_index)
    UNION DISTINCT
    SELECT wallet, event_key FROM position_events
    WHERE condition_id IN (
      SELECT condition_id FROM market_resolutions
      WHERE revision > toUInt64(:?since) AND condition_id NOT IN (SELECT condition_id FROM winning_index)
    )
    UNION DISTINCT
    SELECT wallet, event_key FROM position_events WHERE wallet IN (SELECT address FROM contracts WHERE revision > toUInt64(:?since))
  )
  AND condition_id NOT IN (SELECT condition_id FROM winning_index)
  AND wallet NOT IN (SELECT address FROM contracts FINAL)
