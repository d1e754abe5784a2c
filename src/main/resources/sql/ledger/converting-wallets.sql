-- Notes which wallets converted in which neg-risk group, and of how many questions at most. Goes on from the newest revision that is noted, that one included,
-- because its run may have written more since.
INSERT INTO converting_wallets
SELECT neg_risk_market_id, wallet, max(question_count), max(revision)
FROM position_events
WHERE kind = 'CONVERSION' AND revision >= (SELECT max(revision) FROM converting_wallets)
GROUP BY neg_risk_market_id, wallet
