-- A night reads the positions of the touched conditions with all their amounts: LZ4 unpacks them in half of the time, and the table takes a quarter more on disk.
-- Parts that are there change when they merge.
SELECT concat('ALTER TABLE position_checkpoints__layers ', arrayStringConcat(groupArray(concat('MODIFY COLUMN `', name, '` CODEC(LZ4)')), ', '))
FROM system.columns
WHERE database = currentDatabase() AND table = 'position_checkpoints__layers' AND startsWith(type, 'Decimal');
