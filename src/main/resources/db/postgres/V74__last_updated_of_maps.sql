-- What an older map says no longer takes the place of what a newer one says.
COMMENT ON COLUMN resolution_files.last_updated IS
  'what the header of a map says; one that says an earlier time than a map that was applied only adds what no map has told';
