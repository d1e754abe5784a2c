-- A conversion carries cost from some conditions of its group to others: of a wallet that converted, what happened in one affects all of the group.
INSERT INTO ledger_affected
SELECT DISTINCT e.wallet, m.condition_id
FROM (
  SELECT DISTINCT wallet, neg_risk_market_id FROM position_events
  WHERE kind = 'CONVERSION'
    AND wallet IN (SELECT wallet FROM ledger_affected)
    AND neg_risk_market_id IN (SELECT neg_risk_market_id FROM neg_risk_members WHERE condition_id IN (SELECT condition_id FROM ledger_affected))
) AS e
INNER JOIN (SELECT DISTINCT neg_risk_market_id, condition_id FROM neg_risk_members) AS m ON m.neg_risk_market_id = e.neg_risk_market_id
