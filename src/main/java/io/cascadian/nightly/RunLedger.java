package io.cascadian.nightly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.Postgres;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which runs were there, and how far did each get? Kept in Postgres, so that a run outlives the process that started it.
 *
 * <p>Thread-safe.
 */
public final class RunLedger {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Postgres postgres;
  private final Duration resumeWithin;

  /** @param resumeWithin how old a crashed run may be to be continued; an older one is closed as failed and a new one begins */
  public RunLedger(Postgres postgres, Duration resumeWithin) {
    this.postgres = postgres;
    this.resumeWithin = resumeWithin;
  }

  /**
   * Begins a run, or continues the one that a dead process left unfinished. Only the holder of the run lock may call this: whatever is
   * still marked as running then belongs to nobody.
   *
   * @return the run's id
   */
  long begin(String kind, String trigger, long fence) {
    Optional<Long> unfinished = postgres.queryOne(
        "SELECT id FROM runs WHERE kind = ? AND status = 'running' AND started_at > ? ORDER BY id DESC LIMIT 1",
        row -> row.getLong(1),
        kind, Timestamp.from(Instant.now().minus(resumeWithin)));
    postgres.update(
        "UPDATE runs SET status = 'failed', reason = 'the process ended before the run did', finished_at = now()"
            + " WHERE kind = ? AND status = 'running' AND id <> ?",
        kind, unfinished.orElse(-1L));
    if (unfinished.isPresent()) {
      postgres.update("UPDATE runs SET fence = ?, attempts = attempts + 1 WHERE id = ?", fence, unfinished.get());
      return unfinished.get();
    }
    return postgres
        .queryOne(
            "INSERT INTO runs (kind, trigger, status, fence) VALUES (?, ?, 'running', ?) RETURNING id",
            row -> row.getLong(1),
            kind, trigger, fence)
        .orElseThrow();
  }

  /** Records a start that did not happen. */
  long skipped(String kind, String trigger, String reason) {
    return postgres
        .queryOne(
            "INSERT INTO runs (kind, trigger, status, reason, finished_at) VALUES (?, ?, 'skipped', ?, now()) RETURNING id",
            row -> row.getLong(1),
            kind, trigger, reason)
        .orElseThrow();
  }

  Optional<StepStatus> stepStatus(long run, String step) {
    return postgres.queryOne(
        "SELECT status FROM run_steps WHERE run_id = ? AND step = ?", row -> StepStatus.of(row.getString(1)), run, step);
  }

  void stepStarted(long run, String step) {
    postgres.update(
        """
        INSERT INTO run_steps (run_id, step, position, status, started_at)
        VALUES (?, ?, (SELECT count(*) + 1 FROM run_steps WHERE run_id = ?), 'running', now())
        ON CONFLICT (run_id, step) DO UPDATE
        SET status = 'running', started_at = now(), duration_ms = NULL, row_count = NULL, error = NULL, details = NULL
        """,
        run, step, run);
  }

  void stepEnded(long run, StepRecord step) {
    postgres.update(
        "UPDATE run_steps SET status = ?, duration_ms = ?, row_count = ?, error = ?, details = ?::jsonb WHERE run_id = ? AND step = ?",
        step.status().label(), step.durationMs(), step.rows(), step.error(), json(step.details()), run, step.step());
  }

  /** Records a step that was not tried. */
  void stepSkipped(long run, String step, String reason) {
    postgres.update(
        """
        INSERT INTO run_steps (run_id, step, position, status, started_at, duration_ms, error)
        VALUES (?, ?, (SELECT count(*) + 1 FROM run_steps WHERE run_id = ?), 'skipped', now(), 0, ?)
        ON CONFLICT (run_id, step) DO NOTHING
        """,
        run, step, run, reason);
  }

  void finished(long run, RunStatus status, String reason) {
    postgres.update(
        "UPDATE runs SET status = ?, reason = ?, finished_at = now() WHERE id = ?", status.label(), reason, run);
  }

  void storeSummary(long run, String json) {
    postgres.update("UPDATE runs SET summary = ?::jsonb WHERE id = ?", json, run);
  }

  /** One run with its steps. */
  public Optional<RunRecord> run(long id) {
    return postgres.queryOne("SELECT * FROM runs WHERE id = ?", row -> record(row, steps(id)), id);
  }

  /**
   * The newest runs, newest first, without their steps.
   *
   * @param limit at most so many
   * @param offset how many of the newest to pass over
   */
  public List<RunRecord> runs(int limit, int offset) {
    return postgres.query(
        "SELECT * FROM runs ORDER BY id DESC LIMIT ? OFFSET ?", row -> record(row, List.of()), limit, offset);
  }

  private List<StepRecord> steps(long run) {
    return postgres.query(
        "SELECT * FROM run_steps WHERE run_id = ? ORDER BY position",
        row -> new StepRecord(
            row.getString("step"),
            StepStatus.of(row.getString("status")),
            row.getTimestamp("started_at").toInstant(),
            (Long) row.getObject("duration_ms"),
            (Long) row.getObject("row_count"),
            row.getString("error"),
            map(row.getString("details"))),
        run);
  }

  private static RunRecord record(ResultSet row, List<StepRecord> steps) throws SQLException {
    Timestamp finished = row.getTimestamp("finished_at");
    return new RunRecord(
        row.getLong("id"),
        row.getString("kind"),
        row.getString("trigger"),
        RunStatus.of(row.getString("status")),
        row.getString("reason"),
        row.getInt("attempts"),
        row.getTimestamp("started_at").toInstant(),
        finished == null ? null : finished.toInstant(),
        steps);
  }

  private static String json(Map<String, Object> details) {
    try {
      return JSON.writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("step details are not plain values", e);
    }
  }

  private static Map<String, Object> map(String json) {
    if (json == null) {
      return Map.of();
    }
    try {
      return JSON.readValue(json, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored step details are not JSON", e);
    }
  }
}
