-- Functions by which a statement that only reads could reach files, programs or other servers, in lower case. Of the table functions, those that the
-- server itself does not allow for reading, without the ones whose name is an ordinary function's as well (format); of the ordinary functions,
-- the ones that read a file or ask a service; and eval, whose statement is not seen before it runs.
SELECT lower(name) FROM system.table_functions
WHERE NOT allow_readonly AND lower(name) NOT IN (SELECT lower(name) FROM system.functions)
UNION DISTINCT
SELECT arrayJoin(['file', 'catboostevaluate', 'eval', 'aiclassify', 'aiembed', 'aiextract', 'aigenerate', 'aitranslate'])
