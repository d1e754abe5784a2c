package io.cascadian.observe;

import io.cascadian.store.Sql;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * A question to Postgres and the metrics that its answer becomes: a row is a set of labels, a column a metric. Null is no value.
 *
 * @param sql name of the file under {@code sql/observe}
 * @param labels columns that are labels
 */
record Reading(String sql, List<String> labels, List<Column> columns) {

  /**
   * A column with numbers.
   *
   * @param counter whether it only grows
   * @param unit base unit, which becomes a part of the name; empty for none
   */
  record Column(String column, String metric, boolean counter, String unit, String meaning, DoubleBinaryOperator together) {

    /** @param together what the value is of several rows that share labels because these are bounded */
    static Column gauge(String column, String metric, String unit, String meaning, DoubleBinaryOperator together) {
      return new Column(column, metric, false, unit, meaning, together);
    }

    static Column counter(String column, String metric, String unit, String meaning) {
      return new Column(column, metric, true, unit, meaning, Double::sum);
    }
  }

  /** All of them. */
  static final List<Reading> ALL = List.of(
      new Reading("runs", List.of("kind"), List.of(
          Column.gauge("exit_code", "cascadian.run.last.exit.code", "", "How the last ended run went: 0 success, 1 failed, 2 partial", Math::max),
          Column.gauge("first", "cascadian.run.first.start.timestamp", "seconds", "When the first run began that was not skipped", Math::min),
          Column.gauge("started", "cascadian.run.last.start.timestamp", "seconds", "When the last run began that was not skipped", Math::max),
          Column.gauge("ended", "cascadian.run.last.end.timestamp", "seconds", "When the last run ended", Math::max),
          Column.gauge("succeeded", "cascadian.run.last.success.timestamp", "seconds", "When the last successful run ended", Math::min),
          Column.gauge("duration", "cascadian.run.last.duration", "seconds", "How long the last ended run took", Math::max),
          Column.gauge("rejected", "cascadian.run.last.rejected", "", "Records that the last ended run could not use, which are dead letters now", Math::max),
          Column.gauge("warnings", "cascadian.run.last.warnings", "", "What a person should look at in the last ended run: its steps' warnings", Math::max),
          Column.gauge("running", "cascadian.run.running", "", "Runs that are going on, or were cut off and not resumed yet", Double::sum))),
      new Reading("run-counts", List.of("kind", "status"), List.of(
          Column.counter("runs", "cascadian.runs", "", "Runs that ended, by how"))),
      new Reading("steps", List.of("kind", "step"), List.of(
          Column.gauge("success", "cascadian.step.last.success", "", "Whether the step of the last ended run succeeded", Math::min),
          Column.gauge("duration", "cascadian.step.last.duration", "seconds", "How long the step of the last ended run took", Math::max),
          Column.gauge("rows", "cascadian.step.last.rows", "", "Rows that the step of the last ended run wrote or checked", Double::sum))),
      new Reading("step-counts", List.of("kind", "step", "status"), List.of(
          Column.counter("steps", "cascadian.steps", "", "Steps that ended, by how"),
          Column.counter("duration", "cascadian.step.duration", "seconds", "Time spent in steps"),
          Column.counter("rows", "cascadian.step.rows", "", "Rows that steps wrote or checked"))),
      new Reading("gates", List.of("gate", "blocking"), List.of(
          Column.gauge("passed", "cascadian.gate.passed", "", "Whether the gate passed when it was last asked by a run", Math::min))),
      new Reading("dead-letters", List.of("stream", "reason"), List.of(
          Column.gauge("open", "cascadian.dead.letters.open", "", "Rejected records that have not been replayed", Double::sum),
          Column.gauge("recent", "cascadian.dead.letters.recent", "", "Of the open ones, those that were rejected first within the last 24 hours", Double::sum))),
      new Reading("streams", List.of("stream"), List.of(
          Column.counter("events", "cascadian.stream.events", "", "Events read and stored"),
          Column.gauge("newest", "cascadian.stream.newest.event.timestamp", "seconds", "Time of the newest stored event", Math::min),
          Column.gauge("read", "cascadian.stream.read.timestamp", "seconds", "When the stream's cursor last moved", Math::min))),
      new Reading("resolution-files", List.of("status"), List.of(
          Column.counter("files", "cascadian.resolution.files", "", "Dropped files, by what became of them"))),
      new Reading("resolution-entries", List.of("result", "reason"), List.of(
          Column.counter("entries", "cascadian.resolution.entries", "", "Entries of dropped files: written, known already, or skipped and why"),
          Column.gauge("recent", "cascadian.resolution.entries.recent", "", "Those of them whose file came within the last hour", Double::sum))),
      new Reading("resolutions", List.of(), List.of(
          Column.gauge("updated", "cascadian.resolutions.update.timestamp", "seconds",
              "When the chain's conditions were last read to their end, or a map last changed something", Math::max))),
      new Reading("published", List.of(), List.of(
          Column.gauge("published", "cascadian.ledger.published.timestamp", "seconds", "When the wallet tables in force were published", Math::max))),
      new Reading("lock", List.of(), List.of(
          Column.gauge("held", "cascadian.run.lock.held", "", "Whether a living process holds the run lock", Math::max),
          Column.gauge("since", "cascadian.run.lock.acquired.timestamp", "seconds", "Since when the run lock is held", Math::min))));

  String text() {
    return Sql.load("observe/" + sql);
  }
}
