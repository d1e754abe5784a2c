SELECT concat('ALTER TABLE position_checkpoints__layers ', arrayStringConcat(groupArray(concat('MODIFY COLUMN `', name, '` CODEC(ZSTD(1))')), ', '))
FROM system.columns
WHERE database = currentDatabase() AND table = 'position_checkpoints__layers' AND startsWith(type, 'Decimal');
