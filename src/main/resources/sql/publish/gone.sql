-- Rows that the published table has of the units in scope, and the build does not.
INSERT INTO $table__layers ($key, revision, layer, is_deleted)
SELECT $key, {fence:UInt64}, {build:UInt64}, 1
FROM $table
WHERE $scope AND ($key) NOT IN (SELECT $key FROM $table__layers WHERE layer = {build:UInt64})
