-- Contracts are no wallets.
SELECT concat(toString(count()), ' rows of the build are of contracts') AS finding
FROM outcome_positions_v2__build
WHERE wallet IN (SELECT address FROM contracts FINAL)
HAVING count() > 0
