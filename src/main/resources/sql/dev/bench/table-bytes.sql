-- What the tables of this database take: rows, bytes of their columns, bytes on disk, parts. Without replaced builds, which are as large as the published one.
SELECT table, sum(rows), sum(data_compressed_bytes), sum(bytes_on_disk), count()
FROM system.parts
WHERE database = currentDatabase() AND active AND NOT match(table, '__(retained_[0-9]+|build)$')
GROUP BY table
HAVING sum(rows) > 0
ORDER BY sum(bytes_on_disk) DESC
