package io.cascadian.nightly;

import io.cascadian.store.Postgres;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares runs and counts successes. Reads only; thread-safe. */
public final class RunHistory {

  /** The kind of run that the schedule begins. */
  private static final String NIGHTLY = "nightly";
  /** So far back firings are counted. */
  private static final int COUNTED_DAYS = 30;

  private final RunStore runStore;
  private final Postgres postgres;
  private final Firings firings;
  private final Clock clock;

  /**
   * Compares a run with the previous ended run of its kind.
   *
   * @param previous null when there was none
   * @param steps of either, in the order of the run, then those that only the previous one had
   */
  public record Comparison(RunRecord run, RunRecord previous, List<StepPair> steps) {

    /** Returns the comparison as plain values; the steps of both runs are listed in pairs. */
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("run", withoutSteps(run));
      json.put("previous", previous == null ? null : withoutSteps(previous));
      json.put("steps", steps.stream().map(StepPair::json).toList());
      return json;
    }

    private static Map<String, Object> withoutSteps(RunRecord run) {
      Map<String, Object> json = RunSummary.json(run);
      json.remove("steps");
      return json;
    }
  }

  /** Holds the records of a step in two runs; null for a run without the step. */
  public record StepPair(String step, StepRecord now, StepRecord then) {

    /** Returns the change of the duration in milliseconds; null when one of the two is unknown. */
    public Long durationChange() {
      return now == null || then == null || now.durationMs() == null || then.durationMs() == null
          ? null
          : Long.valueOf(now.durationMs() - then.durationMs());
    }

    /** Returns the change of the number of rows; null when one of the two is unknown. */
    public Long rowsChange() {
      return now == null || then == null || now.rows() == null || then.rows() == null ? null : Long.valueOf(now.rows() - then.rows());
    }

    private Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("step", step);
      json.put("now", json(now));
      json.put("then", json(then));
      json.put("duration_change_ms", durationChange());
      json.put("rows_change", rowsChange());
      return json;
    }

    private static Map<String, Object> json(StepRecord step) {
      if (step == null) {
        return null;
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("status", step.status().label());
      json.put("duration_ms", step.durationMs());
      json.put("rows", step.rows());
      json.put("error", step.error());
      return json;
    }
  }

  /**
   * Counts the runs of a period by result.
   *
   * @param ended how many ended so: success, partial, failed, skipped; none is missing
   * @param expected how many the schedule should have begun, in the last 30 days of the stretch at most
   * @param missed how many of these there was no run for
   */
  public record SuccessRate(String kind, Instant from, Instant to, Map<RunStatus, Long> ended, long expected, long missed) {

    /** Returns the number of ended runs without skipped starts. */
    public long runs() {
      return ended.get(RunStatus.SUCCESS) + ended.get(RunStatus.PARTIAL) + ended.get(RunStatus.FAILED);
    }

    /** Returns the share of successes among ended and missed runs, 0 to 1; empty without any. */
    public Optional<Double> rate() {
      long all = runs() + missed;
      return all == 0 ? Optional.empty() : Optional.of((double) ended.get(RunStatus.SUCCESS) / all);
    }

    /**
     * Returns the counts as plain values.
     *
     * @param days that it was asked for
     */
    public Map<String, Object> json(int days) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("kind", kind);
      json.put("days", days);
      json.put("from", from.toString());
      json.put("to", to.toString());
      json.put("runs", runs());
      ended.forEach((status, runs) -> json.put(status.label(), runs));
      json.put("expected", expected);
      json.put("missed", missed);
      json.put("success_rate", rate().orElse(null));
      return json;
    }
  }

  /** @param firings when nightly runs should have begun */
  public RunHistory(RunStore runStore, Postgres postgres, Firings firings, Clock clock) {
    this.runStore = runStore;
    this.postgres = postgres;
    this.firings = firings;
    this.clock = clock;
  }

  /** Returns a run compared with the one before it; empty when there is no such run. */
  public Optional<Comparison> comparison(long id) {
    return runStore.run(id).map(run -> {
      RunRecord previous = previous(run).orElse(null);
      return new Comparison(run, previous, pairs(run.steps(), previous == null ? List.of() : previous.steps()));
    });
  }

  private Optional<RunRecord> previous(RunRecord run) {
    return postgres.queryOne(
        "SELECT id FROM runs WHERE kind = ? AND id < ? AND status IN ('success', 'partial', 'failed') ORDER BY id DESC LIMIT 1",
        row -> row.getLong(1), run.kind(), run.id()).flatMap(runStore::run);
  }

  private static List<StepPair> pairs(List<StepRecord> now, List<StepRecord> then) {
    Set<String> names = new LinkedHashSet<>();
    now.forEach(step -> names.add(step.step()));
    then.forEach(step -> names.add(step.step()));
    List<StepPair> pairs = new ArrayList<>();
    names.forEach(name -> pairs.add(new StepPair(name, find(now, name), find(then, name))));
    return pairs;
  }

  private static StepRecord find(List<StepRecord> steps, String name) {
    return steps.stream().filter(step -> step.step().equals(name)).findFirst().orElse(null);
  }

  /** Returns how the runs of a kind ended that began within the last so many days, and how many there should have been. */
  public SuccessRate successRate(String kind, int days) {
    Instant to = clock.instant();
    Instant from = to.minus(Duration.ofDays(days));
    Map<RunStatus, Long> ended = new EnumMap<>(RunStatus.class);
    for (RunStatus status : List.of(RunStatus.SUCCESS, RunStatus.PARTIAL, RunStatus.FAILED, RunStatus.SKIPPED)) {
      ended.put(status, 0L);
    }
    postgres.query(
        "SELECT status, count(*) AS runs FROM runs WHERE kind = ? AND started_at > ? AND started_at <= ? AND status <> 'running' GROUP BY status",
        row -> ended.put(RunStatus.of(row.getString("status")), row.getLong("runs")),
        kind, Timestamp.from(from), Timestamp.from(to));
    List<Instant> expected =
        kind.equals(NIGHTLY) ? firings.between(days > COUNTED_DAYS ? to.minus(Duration.ofDays(COUNTED_DAYS)) : from, to) : List.of();
    return new SuccessRate(kind, from, to, ended, expected.size(), missed(kind, expected, to));
  }

  /**
   * Returns how many firings had no run: none for them, none that began before the next one, none that was being worked on when they came. When work on a
   * run ended is derived from its steps, because one that was cut off may have been closed days later; of a step that
   * was cut off only the begin is known, so that what came in its middle counts as missed.
   */
  private long missed(String kind, List<Instant> expected, Instant to) {
    if (expected.isEmpty()) {
      return 0;
    }
    List<Worked> runs = postgres.query(
        """
        SELECT scheduled_for, started_at, CASE status WHEN 'running' THEN ? ELSE
          (SELECT max(s.started_at + coalesce(s.duration_ms, 0) * interval '1 millisecond') FROM run_steps s WHERE s.run_id = runs.id) END AS until
        FROM runs
        WHERE kind = ? AND status <> 'skipped' AND (status = 'running' OR finished_at >= ?)
        """,
        row -> new Worked(instant(row.getTimestamp(1)), instant(row.getTimestamp(2)), instant(row.getTimestamp(3))),
        Timestamp.from(to), kind, Timestamp.from(expected.get(0)));
    long missed = 0;
    for (int i = 0; i < expected.size(); i++) {
      Instant due = expected.get(i);
      Instant next = i + 1 < expected.size() ? expected.get(i + 1) : to;
      if (runs.stream().noneMatch(run -> run.coversFiring(due, next))) {
        missed++;
      }
    }
    return missed;
  }

  /** Spans the time from the start of a run to the end of its last step; {@code until} is null without steps. */
  private record Worked(Instant scheduledFor, Instant from, Instant until) {

    boolean coversFiring(Instant due, Instant next) {
      return due.equals(scheduledFor) || (from.isBefore(due) ? until != null && !until.isBefore(due) : from.isBefore(next));
    }
  }

  private static Instant instant(Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
