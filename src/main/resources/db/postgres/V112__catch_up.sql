-- The field's word for a run that a missed or deferred firing still gets.
ALTER TABLE runs RENAME COLUMN make_up TO catch_up;
