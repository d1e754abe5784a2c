-- Sessions of other processes of this program on this database.
SELECT coalesce(host(client_addr), 'this machine') || ' (' || application_name || ')'
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'cascadian%' AND application_name <> ?
ORDER BY 1
LIMIT 1
