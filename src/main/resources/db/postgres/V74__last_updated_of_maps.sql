-- An older map no longer takes the place of a newer one.
COMMENT ON COLUMN resolution_files.last_updated IS
  'what the header of a map says; a map that says an earlier time than one that was applied is rejected';
