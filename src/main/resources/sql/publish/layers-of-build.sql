-- Which layers make up the published tables of a build: 'published' or the number of one that is retained.
SELECT build, t.1 AS published_table, arrayStringConcat(t.2, ' ') AS table_layers
FROM (SELECT build, arrayJoin(CAST(layers, 'Array(Tuple(String, Array(UInt64)))')) AS t FROM published_layers FINAL WHERE name = {name:String})
SETTINGS max_execution_time = 5, max_threads = 1
