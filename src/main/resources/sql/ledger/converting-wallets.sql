-- Notes which wallets converted in which neg-risk group, and of how many questions at most. All up to the published run {watermark} is noted; that one is looked
-- at once more, because its run may have written more since.
INSERT INTO converting_wallets
SELECT neg_risk_market_id, wallet, max(question_count), max(revision)
FROM position_events
WHERE kind = 'CONVERSION' AND revision >= {watermark:UInt64}
GROUP BY neg_risk_market_id, wallet
