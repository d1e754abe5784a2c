-- The newest health reports that a service gave: for its timer, for a run, or over HTTP.
CREATE TABLE health_reports (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reported_at timestamptz NOT NULL,
  overall     text        NOT NULL CHECK (overall IN ('healthy', 'warning', 'critical')),
  duration_ms bigint      NOT NULL CHECK (duration_ms >= 0),
  checks      jsonb       NOT NULL
);
CREATE INDEX health_reports_reported_at ON health_reports (reported_at DESC);
COMMENT ON TABLE health_reports IS 'The newest health reports, HEALTH_HISTORY_KEPT of them; older ones are deleted as new ones come';
COMMENT ON COLUMN health_reports.id IS 'grows with the time of writing';
COMMENT ON COLUMN health_reports.reported_at IS 'when the report was begun, by the clock of the service';
COMMENT ON COLUMN health_reports.overall IS 'the worst of its checks';
COMMENT ON COLUMN health_reports.duration_ms IS 'milliseconds that the whole report took';
COMMENT ON COLUMN health_reports.checks IS 'by the name of the check: status, duration_ms, and the message of one that was not healthy';
