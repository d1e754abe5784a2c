-- Lets a schedule count from now on that is recorded as in force since a time to come, and returns that time.
WITH wrong AS (SELECT name, in_force_since FROM schedules WHERE name = ? AND in_force_since > ? FOR UPDATE)
UPDATE schedules SET in_force_since = ? FROM wrong WHERE schedules.name = wrong.name RETURNING wrong.in_force_since
