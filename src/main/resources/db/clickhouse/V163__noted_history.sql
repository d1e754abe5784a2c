-- Notes are continued from the published watermark, so what was stored before they existed is noted here, once.
INSERT INTO token_conditions
SELECT token_id, condition_id, outcome, min(revision)
FROM (SELECT token_id, condition_id, if(is_deleted = 1, -2, toInt16(outcome_index)) AS outcome, revision FROM tokens_dim)
WHERE (token_id, condition_id, outcome) NOT IN (SELECT token_id, condition_id, outcome_index FROM token_conditions)
GROUP BY token_id, condition_id, outcome;

INSERT INTO converting_wallets
SELECT neg_risk_market_id, wallet, max(question_count), max(revision)
FROM position_events
WHERE kind = 'CONVERSION'
GROUP BY neg_risk_market_id, wallet;
