SELECT {columns} FROM {table} {final} {where}
SETTINGS session_timezone = 'UTC', do_not_merge_across_partitions_select_final = {across}
