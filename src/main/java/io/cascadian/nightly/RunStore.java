package io.cascadian.nightly;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stores in Postgres which runs there were and how each ended, so that a run outlives the process that started it. {@link StepStore} stores their steps.
 *
 * <p>Thread-safe.
 */
public final class RunStore {

  private static final String CLOSE = "UPDATE runs SET reason = ?, status = 'failed', finished_at = now() WHERE id = ? AND status = 'running'";

  private final Postgres postgres;
  private final RunRecords records;
  private final StepStore steps;
  private final Duration resumeWithin;

  /** @param resumeWithin how old a crashed run may be to be continued; an older one is closed as failed and a new one begins */
  public RunStore(Postgres postgres, Duration resumeWithin) {
    this.postgres = postgres;
    this.records = new RunRecords(postgres);
    this.steps = new StepStore(postgres);
    this.resumeWithin = resumeWithin;
  }

  /**
   * Starts a run, or resumes the one that a dead process left unfinished. Only the holder of the run lock may call this, after it closed the other
   * {@link #orphaned} runs: whatever is still marked as running then has no holder.
   *
   * @return the run's id; empty when there is nothing to do: no run to resume where only that was asked for, or the firing of the schedule
   *     has its run already
   */
  Optional<Long> begin(RunStart start, long fence) {
    Optional<Long> unfinished = unfinished(start.kind());
    if (unfinished.isPresent()) {
      postgres.update("UPDATE runs SET fence = ?, attempts = attempts + 1 WHERE id = ?", fence, unfinished.get());
      return unfinished;
    }
    return start.isResumeOnly() ? Optional.empty() : insert(start, fence);
  }

  /** Starts a new run whatever was left unfinished. Only the holder of the run lock may call this, after it closed the {@link #orphaned} runs. */
  long startNew(String kind, String trigger, long fence) {
    return insert(new RunStart(kind, trigger, null), fence).orElseThrow();
  }

  /** Returns the run of a kind that the next start resumes; empty when there is none, or it is too old. */
  Optional<Long> unfinished(String kind) {
    return postgres.queryOne(
        "SELECT id FROM runs WHERE kind = ? AND status = 'running' AND started_at > ? ORDER BY id DESC LIMIT 1",
        row -> row.getLong(1), kind, Timestamp.from(Instant.now().minus(resumeWithin)));
  }

  /** Returns the runs of a kind that are marked as running, but for one, the oldest first. */
  List<Long> orphaned(String kind, Optional<Long> but) {
    return postgres.query(
        "SELECT id FROM runs WHERE kind = ? AND status = 'running' AND id <> ? ORDER BY id", row -> row.getLong(1), kind, but.orElse(-1L));
  }

  /** A firing that another process has just recorded as skipped, because this one was about to begin, gets its run all the same. */
  private Optional<Long> insert(RunStart start, long fence) {
    return postgres.queryOne(
        """
        INSERT INTO runs (kind, trigger, status, fence, scheduled_for) VALUES (?, ?, 'running', ?, ?)
        ON CONFLICT (kind, scheduled_for) DO UPDATE
        SET status = 'running', trigger = excluded.trigger, fence = excluded.fence, reason = NULL, started_at = now(), finished_at = NULL,
            catch_up = false
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
   * Records that a firing met other work and is deferred: it is not handled yet, and the record becomes its run's when it gets one. Until then a later
   * reason not to start it replaces this one.
   */
  Optional<Long> deferFiring(RunStart start, String reason) {
    return skipped(start, reason, start.due() != null);
  }

  private Optional<Long> skipped(RunStart start, String reason, boolean deferred) {
    return postgres.queryOne(
        """
        INSERT INTO runs (kind, trigger, status, reason, finished_at, scheduled_for, catch_up) VALUES (?, ?, 'skipped', ?, now(), ?, ?)
        ON CONFLICT (kind, scheduled_for) DO UPDATE SET reason = runs.reason || '; ' || excluded.reason, catch_up = false
        WHERE runs.catch_up AND NOT excluded.catch_up
        RETURNING id
        """,
        row -> row.getLong(1),
        start.kind(), start.trigger(), reason, timestamp(start.due()), deferred);
  }

  /** Returns the run of the holder of the run lock; empty while it has not begun one. */
  Optional<RunRecord> current() {
    return postgres.queryOne("SELECT id FROM runs JOIN run_lock USING (fence) WHERE run_lock.name = ? AND status = 'running'",
        row -> row.getLong(1), RunLock.RUNS).flatMap(this::run);
  }

  /**
   * Whether the run of the holder of the run lock covers the firing of a start: it is of the same kind and in its first attempt, or began
   * to read events when the firing was due. A resumed one may have read them a day before.
   *
   * @param readingEvents works of the steps that decide which events a run covers
   */
  boolean coversFiring(RunStart start, Set<String> readingEvents) {
    return exists(
        """
        SELECT EXISTS (SELECT 1 FROM runs JOIN run_lock USING (fence) WHERE run_lock.name = ? AND runs.kind = ? AND runs.status = 'running' AND (
          runs.attempts = 1 OR EXISTS (SELECT 1 FROM run_steps WHERE run_id = runs.id AND work = ANY (string_to_array(?, ',')) AND run_steps.started_at >= ?)))
        """,
        RunLock.RUNS, start.kind(), String.join(",", readingEvents), timestamp(start.due() == null ? Instant.EPOCH : start.due()));
  }

  /** Whether a run of this kind was skipped since a time. */
  boolean isSkippedSince(String kind, Instant since) {
    return exists("SELECT EXISTS (SELECT 1 FROM runs WHERE kind = ? AND status = 'skipped' AND started_at >= ?)", kind, Timestamp.from(since));
  }

  /**
   * Returns whether a firing of the schedule is handled: it, or a later one, has its run or is recorded as skipped, or a run was started since.
   *
   * @param until what is recorded of later times was recorded by a clock that was ahead, and does not count
   */
  public boolean isFiringHandled(String kind, Instant due, Instant until) {
    return exists(Sql.load("nightly/is-firing-handled"), kind, Timestamp.from(due), Timestamp.from(until));
  }

  private boolean exists(String sql, Object... parameters) {
    return postgres.queryOne(sql, row -> row.getBoolean(1), parameters).orElseThrow();
  }

  /** Returns the runs that are marked as running, newest first; attempts that ended by a stop request are not counted. */
  List<OpenRuns.Open> open() {
    return postgres.query(
        "SELECT id, kind, attempts - clean_stops, started_at > ? FROM runs WHERE status = 'running' ORDER BY id DESC",
        row -> new OpenRuns.Open(row.getLong(1), row.getString(2), row.getInt(3), row.getBoolean(4)),
        Timestamp.from(Instant.now().minus(resumeWithin)));
  }

  /**
   * Closes an orphaned run; only the holder of the run lock may call this.
   *
   * @param steps of its route; those of which nothing is recorded are skipped ones now. Empty where they are not known
   */
  void closeOrphaned(long run, String reason, RunPlan steps) {
    postgres.inTransaction("close run " + run, connection -> {
      if (StepStore.update(connection, CLOSE, reason, run) > 0) {
        StepStore.closeOrphaned(connection, run, reason, steps);
      }
      return null;
    });
  }

  /** Records that the holder of a run was asked to stop in the middle of it: this attempt does not count as a failed one. */
  void stopRequested(long run, long fence) {
    postgres.update("UPDATE runs SET clean_stops = clean_stops + 1 WHERE id = ? AND fence = ? AND status = 'running'", run, fence);
  }

  /**
   * Records how a run ended; nothing when it is another holder's by now.
   *
   * @throws io.cascadian.store.LostLockException when it is, so that no process reports the other's result as its own
   */
  void finished(long run, FenceGuard guard, RunStatus status, String reason) {
    int recorded = postgres.update(
        "UPDATE runs SET status = ?, reason = ?, finished_at = now() WHERE id = ? AND fence = ?", status.label(), reason, run, guard.fence());
    if (recorded == 0) {
      guard.check();
      throw new IllegalStateException("run " + run + " is not recorded under fence " + guard.fence() + ", so its end was not recorded either");
    }
  }

  /** Returns what records the steps of runs. */
  StepStore steps() {
    return steps;
  }

  /** Returns one run with its steps. */
  public Optional<RunRecord> run(long id) {
    return records.run(id);
  }

  /**
   * Returns the newest runs, newest first, without their steps.
   *
   * @param limit at most so many
   * @param offset how many of the newest to pass over
   */
  public List<RunRecord> runs(int limit, int offset) {
    return records.runs(limit, offset);
  }

  private static Timestamp timestamp(Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }
}
