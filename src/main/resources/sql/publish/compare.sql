-- Row by row: what do two builds of a table have in common? $key stands for the columns of the sorting key.
SELECT
  countIf(here AND there AND same) AS equal,
  countIf(here AND there AND NOT same) AS differing,
  countIf(there AND NOT here) AS added,
  countIf(here AND NOT there) AS missing
FROM (
  SELECT countIf(NOT is_other) > 0 AS here, countIf(is_other) > 0 AS there, min(content) = max(content) AS same
  FROM (
    -- which run wrote the row is no part of its content
    SELECT tuple($key) AS key, sipHash128(tuple(* EXCEPT (revision))) AS content, 0 AS is_other FROM {published:Identifier}
    UNION ALL
    SELECT tuple($key) AS key, sipHash128(tuple(* EXCEPT (revision))) AS content, 1 AS is_other FROM {other:Identifier}
  )
  GROUP BY key
)
SETTINGS max_bytes_before_external_group_by = 1000000000
