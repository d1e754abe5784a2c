package io.cascadian.nightly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.Postgres;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is recorded of runs and their steps, read back. Thread-safe. */
final class RunRecords {

  private static final ObjectMapper JSON = new ObjectMapper();
  /** What the steps took together, because the time in which nobody worked on a run is not its own; see {@code sql/observe/runs.sql}. */
  private static final String RUNS =
      """
      SELECT *, coalesce(
          (SELECT sum(duration_ms) FROM run_steps WHERE run_id = runs.id), extract(epoch FROM finished_at - started_at) * 1000)::bigint AS duration_ms
      FROM runs
      """;

  private final Postgres postgres;

  RunRecords(Postgres postgres) {
    this.postgres = postgres;
  }

  /** One run with its steps. */
  Optional<RunRecord> run(long id) {
    return postgres.queryOne(RUNS + "WHERE id = ?", row -> record(row, steps(id)), id);
  }

  /** The newest runs, newest first, without their steps. */
  List<RunRecord> runs(int limit, int offset) {
    return postgres.query(RUNS + "ORDER BY id DESC LIMIT ? OFFSET ?", row -> record(row, List.of()), limit, offset);
  }

  private List<StepRecord> steps(long run) {
    return postgres.query(
        "SELECT * FROM run_steps WHERE run_id = ? ORDER BY position",
        row -> new StepRecord(
            row.getString("step"),
            row.getString("work"),
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
        finished == null ? null : (Long) row.getObject("duration_ms"),
        due == null ? null : due.toInstant(),
        steps);
  }

  static String json(Map<String, Object> details) {
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
