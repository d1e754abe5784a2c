-- What is published of the positions that are recomputed.
INSERT INTO ledger_former
SELECT * FROM position_checkpoints
WHERE (condition_id, wallet) IN (SELECT condition_id, wallet FROM ledger_affected)
