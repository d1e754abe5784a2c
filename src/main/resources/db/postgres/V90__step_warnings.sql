-- What a person should look at in a run that did its work.
ALTER TABLE run_steps
  ADD COLUMN warnings jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(warnings) = 'array'),
  ADD COLUMN incomplete boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN run_steps.warnings IS 'what a person should look at though the step did its work, an array of sentences';
COMMENT ON COLUMN run_steps.incomplete IS 'whether the step left out more than is usual, such as many rejected records: its run is partial then';
