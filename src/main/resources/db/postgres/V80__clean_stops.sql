-- Being told to stop is no failure: a long first read may meet many restarts, and is not given up for them.
ALTER TABLE runs ADD COLUMN clean_stops int NOT NULL DEFAULT 0;
COMMENT ON COLUMN runs.clean_stops IS
  'How many attempts ended because their service was told to stop; only the others bring nearer that the run is given up';
COMMENT ON TABLE run_steps IS
  'The steps of each run. A resumed run keeps those that ended before the first one that was cut off, and all that failed.';
