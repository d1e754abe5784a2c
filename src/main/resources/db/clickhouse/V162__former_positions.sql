-- What is published of the affected positions is read once for all statements of a build: their checkpoints lie in many granules.
CREATE TABLE IF NOT EXISTS ledger_former AS position_checkpoints
ENGINE = MergeTree ORDER BY (wallet, condition_id, outcome_index)
COMMENT 'Checkpoints of the positions that the build in progress recomputes, as they are published.';
