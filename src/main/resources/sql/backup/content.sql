-- What a reader of the table sees, in numbers that do not depend on order, parts and merges.
SELECT count(), toString(sum(sipHash64(toString(tuple({columns}))))) FROM {table} {final}
SETTINGS session_timezone = 'UTC', do_not_merge_across_partitions_select_final = {across}
