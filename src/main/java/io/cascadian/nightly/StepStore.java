package io.cascadian.nightly;

import io.cascadian.store.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Stores in Postgres how far the steps of runs got. Nothing is stored of a run that another holder of the run lock has resumed. Thread-safe. */
final class StepStore {

  /** Whoever continues a run puts its own fence on it: then the one before has nothing to say any more. */
  private static final String OWN = " AND EXISTS (SELECT 1 FROM runs WHERE id = ? AND fence = ?)";
  private static final String NOT_TRIED =
      """
      INSERT INTO run_steps (run_id, step, work, position, status, started_at, duration_ms, error)
      SELECT id, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM run_steps WHERE run_id = ?), ?, now(), 0, ? FROM runs WHERE id = ?""";

  private final Postgres postgres;

  StepStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Returns how a step of a run stands; empty when nothing is recorded of it. */
  Optional<StepStatus> status(long run, String step) {
    return postgres.queryOne("SELECT status FROM run_steps WHERE run_id = ? AND step = ?", row -> StepStatus.of(row.getString(1)), run, step);
  }

  /** Records that a step begins; nothing when the run is another holder's by now. */
  void started(long run, long fence, String step) {
    started(run, fence, step, StepKind.OTHER, List.of());
  }

  /**
   * Records that a step begins, and removes what an earlier attempt recorded of the steps after it, which did not know what this one is about to do;
   * but a step that failed has failed in this run. Does nothing when the run is another holder's by now.
   *
   * @param downstream names of the steps after it in the route
   */
  void started(long run, long fence, String step, StepKind kind, List<String> downstream) {
    postgres.inTransaction("begin step " + step, connection -> {
      update(connection, "DELETE FROM run_steps WHERE run_id = ? AND step = ANY (?) AND status <> 'failed'" + OWN,
          run, connection.createArrayOf("text", downstream.toArray()), run, fence);
      return update(connection,
          """
          INSERT INTO run_steps (run_id, step, work, position, status, started_at, fence)
          SELECT id, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM run_steps WHERE run_id = ?), 'running', now(), fence
          FROM runs WHERE id = ? AND fence = ?
          ON CONFLICT (run_id, step) DO UPDATE
          SET work = excluded.work, status = 'running', started_at = now(), fence = excluded.fence, duration_ms = NULL, row_count = NULL, error = NULL,
              details = NULL, warnings = '[]', incomplete = false
          """,
          step, kind.work(), run, run, fence);
    });
  }

  /** Records how a step ended; nothing when the run is another holder's by now. */
  void ended(long run, long fence, StepRecord step) {
    postgres.update(
        "UPDATE run_steps SET status = ?, duration_ms = ?, row_count = ?, error = ?, details = ?::jsonb, warnings = ?::jsonb, incomplete = ?"
            + " WHERE run_id = ? AND step = ?" + OWN,
        step.status().label(), step.durationMs(), step.rows(), step.error(), RunRecords.json(step.details()), RunRecords.json(step.warnings()),
        step.incomplete(), run, step.step(), run, fence);
  }

  /** Records the steps that are still going on as failed: an abort is handled before the step that caused it has ended. */
  void runningFailed(long run, long fence, String error) {
    postgres.update(
        "UPDATE run_steps SET status = 'failed', error = ?, duration_ms = extract(epoch FROM clock_timestamp() - started_at) * 1000"
            + " WHERE run_id = ? AND status = 'running'" + OWN,
        error, run, run, fence);
  }

  /** Records a step that was not tried, and of which nothing is recorded yet. */
  void notTried(long run, long fence, RunPlan.Step step, StepStatus status, String reason) {
    postgres.update(NOT_TRIED + " AND fence = ? ON CONFLICT (run_id, step) DO NOTHING", step.id(), step.kind().work(), run, status.label(), reason, run, fence);
  }

  /** Records, in the transaction that closes an orphaned run, that its cut-off step failed, and which steps of its route were not reached. */
  static void closeOrphaned(Connection connection, long run, String reason, RunPlan steps) throws SQLException {
    // how long the cut-off one worked is not known
    update(connection, "UPDATE run_steps SET status = 'failed', error = ? WHERE run_id = ? AND status = 'running'", "cut off: " + reason, run);
    for (RunPlan.Step step : steps.steps()) {
      update(connection, NOT_TRIED + " ON CONFLICT (run_id, step) DO NOTHING", step.id(), step.kind().work(), run, StepStatus.SKIPPED.label(),
          "not reached", run);
    }
  }

  static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        update.setObject(i + 1, parameters[i]);
      }
      return update.executeUpdate();
    }
  }
}
