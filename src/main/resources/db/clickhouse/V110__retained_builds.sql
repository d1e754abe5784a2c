-- Replaced builds are retained as <table>__retained_<build>. Each row of this query is a statement that is run.
SELECT concat('RENAME TABLE `', name, '` TO `', replaceRegexpOne(name, '__kept_([0-9]+)$', '__retained_\\1'), '`')
FROM system.tables
WHERE database = currentDatabase() AND match(name, '__kept_[0-9]+$');
ALTER TABLE ledger_affected MODIFY COMMENT 'Wallets that the build in progress recomputes.';
ALTER TABLE ledger_affected_tokens MODIFY COMMENT 'Tokens whose last price the build in progress recomputes.';
