-- Keeps the summary of a run that has ended with the run.
UPDATE runs SET summary = CAST(:#${body} AS jsonb) WHERE id = :#runId
