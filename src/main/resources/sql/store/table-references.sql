-- Which tables must have their rows before which others.
SELECT child.relname, parent.relname
FROM pg_constraint k
JOIN pg_class child ON child.oid = k.conrelid
JOIN pg_class parent ON parent.oid = k.confrelid
WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND child.relnamespace = current_schema()::regnamespace
