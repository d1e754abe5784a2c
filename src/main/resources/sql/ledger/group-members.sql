-- Notes which conditions are in which neg-risk group, before a merge forgets it. Goes on from the newest revision that is noted, that one included, because
-- its run may have written more since.
INSERT INTO neg_risk_members
SELECT neg_risk_market_id, condition_id, max(revision)
FROM markets_dim
WHERE neg_risk_market_id != '' AND revision >= (SELECT max(revision) FROM neg_risk_members)
GROUP BY neg_risk_market_id, condition_id
