-- Sets split and merged of the build that differ from the raw table: all events of what was replayed; else those that came, on top of what is published.
SELECT concat(what.1, ': ', what.2, ' by what went in, but ', what.3, ' in the build') AS finding
FROM (
  SELECT arrayJoin([
    ('sets split', toString(raw.split + former.split), toString(held.split)),
    ('sets merged', toString(raw.merged + former.merged), toString(held.merged))
  ]) AS what
  FROM (
    SELECT sumIf(toDecimal128(amount, 6), kind = 'SPLIT') AS split, sumIf(toDecimal128(amount, 6), kind = 'MERGE') AS merged
    FROM (
      SELECT wallet, kind, amount FROM position_events FINAL
      WHERE kind IN ('SPLIT', 'MERGE')
        AND ({everything:UInt8} = 1 OR wallet IN (SELECT wallet FROM ledger_affected WHERE replay = 1)
          AND (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected WHERE replay = 1))
      UNION ALL
      SELECT wallet, kind, amount FROM position_events
      WHERE {everything:UInt8} = 0 AND kind IN ('SPLIT', 'MERGE') AND revision > {watermark:UInt64} AND is_deleted = 0
        AND (wallet, condition_id) NOT IN (SELECT wallet, condition_id FROM ledger_affected WHERE replay = 1)
    )
    WHERE wallet NOT IN (SELECT address FROM contracts FINAL)
  ) AS raw
  CROSS JOIN (
    SELECT sum(split_shares) AS split, sum(merged_shares) AS merged
    FROM ledger_former
    WHERE {everything:UInt8} = 0 AND outcome_index = 0
      AND (condition_id, wallet) NOT IN (SELECT condition_id, wallet FROM ledger_affected WHERE replay = 1)
  ) AS former
  CROSS JOIN (
    SELECT sum(split_shares) AS split, sum(merged_shares) AS merged
    FROM (
      SELECT split_shares, merged_shares FROM outcome_positions_v2__build WHERE {everything:UInt8} = 1 AND outcome_index = 0
      UNION ALL
      SELECT split_shares, merged_shares FROM outcome_positions_v2__layers
      WHERE {everything:UInt8} = 0 AND outcome_index = 0 AND layer = {build:UInt64} AND is_deleted = 0
    )
  ) AS held
)
WHERE what.2 != what.3
