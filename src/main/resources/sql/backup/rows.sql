SELECT {columns} FROM {table} {final} {where}
SETTINGS session_timezone = 'UTC'
