package io.cascadian.nightly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.store.StorableText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the records of runs and steps. Thread-safe. */
final class RunRecords {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUNS = Sql.load("nightly/runs") + "\n";

  private final Postgres postgres;

  RunRecords(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Returns one run with its steps. */
  Optional<RunRecord> run(long id) {
    return postgres.queryOne(RUNS + "WHERE id = ?", row -> record(row, steps(id)), id);
  }

  /** Returns the newest runs, newest first, without their steps. */
  List<RunRecord> runs(int limit, int offset) {
    return postgres.query(RUNS + "ORDER BY id DESC LIMIT ? OFFSET ?", row -> record(row, List.of()), limit, offset);
  }

  /** Returns whether a run of a kind ever had a step of one of these works. */
  boolean hasDone(String kind, Set<String> works) {
    return postgres.queryOne(
        "SELECT EXISTS (SELECT 1 FROM run_steps JOIN runs ON runs.id = run_id WHERE kind = ? AND work = ANY (string_to_array(?, ',')))",
        row -> row.getBoolean(1), kind, String.join(",", works)).orElseThrow();
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
            map(row.getString("details")),
            list(row.getString("warnings")),
            row.getBoolean("incomplete")),
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
        row.getLong("rejected"),
        row.getLong("skipped_entries"),
        row.getInt("warnings"),
        steps);
  }

  static String json(Object values) {
    try {
      return StorableText.ofJson(JSON.writeValueAsString(values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("step details are not plain values", e);
    }
  }

  static List<String> list(String json) {
    try {
      return JSON.readValue(json, new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored warnings of a step are not an array of texts", e);
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
