-- Notes the conditions that position events name. Goes on from the newest revision that is noted, that one included, because its run may have written
-- more since.
INSERT INTO position_conditions
SELECT condition_id, max(revision)
FROM position_events
WHERE condition_id != '' AND revision >= (SELECT max(revision) FROM position_conditions)
GROUP BY condition_id
