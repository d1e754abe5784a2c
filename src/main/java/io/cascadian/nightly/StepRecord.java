package io.cascadian.nightly;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of one step of a run.
 *
 * @param step its id in the route
 * @param work name of its {@link StepKind}; null in records from before kinds were stored
 * @param startedAt null while it has not started
 * @param durationMs null until it has ended
 * @param rows rows that it wrote; null when it does not count any
 * @param error message of what made it fail; null otherwise
 * @param details further facts, may be empty
 */
public record StepRecord(
    String step, String work, StepStatus status, Instant startedAt, Long durationMs, Long rows, String error, Map<String, Object> details) {

  /** Describes a step of no known kind, such as the one step of a run on history. */
  public StepRecord(String step, StepStatus status, Instant startedAt, Long durationMs, Long rows, String error, Map<String, Object> details) {
    this(step, StepKind.OTHER.work(), status, startedAt, durationMs, rows, error, details);
  }
}
