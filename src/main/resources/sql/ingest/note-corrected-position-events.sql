-- Notes what is stored of the staged window with other contents than at the source, before it is written: a merge of the table forgets that.
INSERT INTO corrected_events
SELECT DISTINCT wallet, 0, condition_id, neg_risk_market_id, {fence:UInt64}
FROM {staging:Identifier}
WHERE side = 'STORED' AND key IN (
  SELECT key FROM {staging:Identifier} WHERE side != 'UNUSABLE'
  GROUP BY key
  HAVING countIf(side = 'SOURCE') = 0 OR uniqExact(tuple(* EXCEPT (side, revision, is_deleted))) > 1)
