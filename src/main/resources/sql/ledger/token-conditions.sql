-- Notes which tokens are of which condition, before a merge forgets it. Continues from the newest revision that is noted, that one included, because
-- its run may have written more since.
INSERT INTO token_conditions
SELECT token_id, condition_id, max(revision)
FROM tokens_dim
WHERE revision >= (SELECT max(revision) FROM token_conditions)
GROUP BY token_id, condition_id
