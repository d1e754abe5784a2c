ALTER TABLE ledger_affected_tokens MODIFY COMMENT 'Tokens whose last price the build in progress works out anew.';
ALTER TABLE ledger_affected MODIFY COMMENT 'Wallets that the build in progress works out anew.';
SELECT concat('RENAME TABLE `', name, '` TO `', replaceRegexpOne(name, '__retained_([0-9]+)$', '__kept_\\1'), '`')
FROM system.tables
WHERE database = currentDatabase() AND match(name, '__retained_[0-9]+$');
