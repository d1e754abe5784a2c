-- The times are read again from their source after the migration is applied once more, when the cursor of the stream resolution-times is deleted.
DROP TABLE IF EXISTS condition_resolution_times SYNC;
