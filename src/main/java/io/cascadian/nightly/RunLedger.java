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
  /** Whoever continues a run puts its own fence on it: then the one before has nothing to say any more. */
  private static final String OWN = " AND EXISTS (SELECT 1 FROM runs WHERE id = ? AND fence = ?)";

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
   * @return the run's id; empty when there is nothing to do: no run to resume where only that was asked for, or the firing of the schedule
   *     has its run already
   */
  Optional<Long> begin(RunStart start, long fence) {
    String kind = start.kind();
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
      return unfinished;
    }
    return start.isResumeOnly() ? Optional.empty() : insert(start, fence);
  }

  /** Begins a run of its own whatever was left unfinished, which is closed as failed. Only the holder of the run lock may call this. */
  long beginAnew(String kind, String trigger, long fence) {
    postgres.update(
        "UPDATE runs SET status = 'failed', reason = 'the process ended before the run did', finished_at = now()"
            + " WHERE kind = ? AND status = 'running'",
        kind);
    return insert(new RunStart(kind, trigger, null), fence).orElseThrow();
  }

  /** A firing that another process has just recorded as skipped, because this one was about to begin, gets its run all the same. */
  private Optional<Long> insert(RunStart start, long fence) {
    return postgres.queryOne(
        """
        INSERT INTO runs (kind, trigger, status, fence, scheduled_for) VALUES (?, ?, 'running', ?, ?)
        ON CONFLICT (kind, scheduled_for) DO UPDATE
        SET status = 'running', trigger = excluded.trigger, fence = excluded.fence, reason = NULL, started_at = now(), finished_at = NULL,
            make_up = false
        WHERE runs.status = 'skipped'
        RETURNING id
        """,
        row -> row.getLong(1),
        start.kind(), start.trigger(), fence, timestamp(start.due()));
  }

  /** Records a start that did not happen; returns the record's id, or nothing when the firing of the schedule is recorded already. */
  public Optional<Long> skipped(RunStart start, String reason) {
    return skipped(start, reason, false);
  }

  /**
   * The same of a firing that other work was in the way of: it is not dealt with, and the record becomes its run's when it gets one. Until then
   * a later reason not to start it takes the place of this one.
   */
  Optional<Long> skippedForNow(RunStart start, String reason) {
    return skipped(start, reason, start.due() != null);
  }

  private Optional<Long> skipped(RunStart start, String reason, boolean makeUp) {
    return postgres.queryOne(
        """
        INSERT INTO runs (kind, trigger, status, reason, finished_at, scheduled_for, make_up) VALUES (?, ?, 'skipped', ?, now(), ?, ?)
        ON CONFLICT (kind, scheduled_for) DO UPDATE SET reason = runs.reason || '; ' || excluded.reason, make_up = false
        WHERE runs.make_up AND NOT excluded.make_up
        RETURNING id
        """,
        row -> row.getLong(1),
        start.kind(), start.trigger(), reason, timestamp(start.due()), makeUp);
  }

  /** Whether the holder of the run lock works on a run of this kind. */
  boolean isGoingOn(String kind) {
    return exists(
        "SELECT EXISTS (SELECT 1 FROM runs JOIN run_lock USING (fence) WHERE run_lock.name = ? AND runs.kind = ? AND runs.status = 'running')",
        RunLock.RUNS, kind);
  }

  /** Whether a run of this kind was skipped since a time. */
  boolean isSkippedSince(String kind, Instant since) {
    return exists("SELECT EXISTS (SELECT 1 FROM runs WHERE kind = ? AND status = 'skipped' AND started_at >= ?)", kind, Timestamp.from(since));
  }

  /**
   * Whether a firing of the schedule needs no run any more: it, or a later one, has its run or is recorded as skipped for good, or a run was begun
   * since.
   */
  public boolean isDealtWith(String kind, Instant due) {
    Timestamp time = Timestamp.from(due);
    return exists(
        "SELECT EXISTS (SELECT 1 FROM runs WHERE kind = ? AND (scheduled_for >= ? AND NOT make_up OR started_at >= ? AND status <> 'skipped'))",
        kind, time, time);
  }

  private boolean exists(String sql, Object... parameters) {
    return postgres.queryOne(sql, row -> row.getBoolean(1), parameters).orElseThrow();
  }

  /** The runs that are marked as running, newest first. */
  List<OpenRuns.Open> open() {
    return postgres.query(
        "SELECT id, kind, attempts, started_at > ? FROM runs WHERE status = 'running' ORDER BY id DESC",
        row -> new OpenRuns.Open(row.getLong(1), row.getString(2), row.getInt(3), row.getBoolean(4)),
        Timestamp.from(Instant.now().minus(resumeWithin)));
  }

  /** Closes a run that nobody works on; only the holder of the run lock may call this. */
  void closeAbandoned(long run, String reason) {
    postgres.update(
        "UPDATE runs SET reason = ?, status = 'failed', finished_at = now() WHERE id = ? AND status = 'running'", reason, run);
  }

  Optional<StepStatus> stepStatus(long run, String step) {
    return postgres.queryOne(
        "SELECT status FROM run_steps WHERE run_id = ? AND step = ?", row -> StepStatus.of(row.getString(1)), run, step);
  }

  /** Records that a step begins; nothing when the run is another holder's by now. */
  void stepStarted(long run, long fence, String step) {
    postgres.update(
        """
        INSERT INTO run_steps (run_id, step, position, status, started_at, fence)
        SELECT id, ?, (SELECT count(*) + 1 FROM run_steps WHERE run_id = ?), 'running', now(), fence FROM runs WHERE id = ? AND fence = ?
        ON CONFLICT (run_id, step) DO UPDATE
        SET status = 'running', started_at = now(), fence = excluded.fence, duration_ms = NULL, row_count = NULL, error = NULL, details = NULL
        """,
        step, run, run, fence);
  }

  /** Records how a step ended; nothing when the run is another holder's by now. */
  void stepEnded(long run, long fence, StepRecord step) {
    postgres.update(
        "UPDATE run_steps SET status = ?, duration_ms = ?, row_count = ?, error = ?, details = ?::jsonb WHERE run_id = ? AND step = ?" + OWN,
        step.status().label(), step.durationMs(), step.rows(), step.error(), json(step.details()), run, step.step(), run, fence);
  }

  /** Records the steps that are still going on as failed: an abort is handled before the step that caused it has ended. */
  void runningStepsFailed(long run, long fence, String error) {
    postgres.update(
        "UPDATE run_steps SET status = 'failed', error = ?, duration_ms = extract(epoch FROM clock_timestamp() - started_at) * 1000"
            + " WHERE run_id = ? AND status = 'running'" + OWN,
        error, run, run, fence);
  }

  /** Records a step that was not tried, and of which nothing is recorded yet. */
  void stepNotTried(long run, long fence, String step, StepStatus status, String reason) {
    postgres.update(
        """
        INSERT INTO run_steps (run_id, step, position, status, started_at, duration_ms, error)
        SELECT id, ?, (SELECT count(*) + 1 FROM run_steps WHERE run_id = ?), ?, now(), 0, ? FROM runs WHERE id = ? AND fence = ?
        ON CONFLICT (run_id, step) DO NOTHING
        """,
        step, run, status.label(), reason, run, fence);
  }

  void finished(long run, long fence, RunStatus status, String reason) {
    postgres.update(
        "UPDATE runs SET status = ?, reason = ?, finished_at = now() WHERE id = ? AND fence = ?", status.label(), reason, run, fence);
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
    Timestamp due = row.getTimestamp("scheduled_for");
    return new RunRecord(
        row.getLong("id"),
        row.getString("kind"),
        row.getString("trigger"),
        RunStatus.of(row.getString("status")),
        row.getString("reason"),
        row.getInt("attempts"),
        row.getTimestamp("started_at").toInstant(),
        finished == null ? null : finished.toInstant(),
        due == null ? null : due.toInstant(),
        steps);
  }

  private static Timestamp timestamp(Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
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
