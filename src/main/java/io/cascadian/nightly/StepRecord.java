package io.cascadian.nightly;

import io.cascadian.store.PartialResult;
import io.cascadian.store.StepResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Describes one step of a run.
 *
 * @param step its id in the route
 * @param work name of its {@link StepKind}; null in records from before kinds were stored
 * @param startedAt null while it has not started
 * @param durationMs null until it has ended
 * @param rows rows that it wrote; null when it does not count any
 * @param error message of what made it fail; null otherwise
 * @param details further facts, may be empty
 * @param warnings what a person should look at though the step did its work, one sentence each; may be empty
 * @param incomplete whether it left out more than is usual, so that its run is partial
 */
public record StepRecord(
    String step, String work, StepStatus status, Instant startedAt, Long durationMs, Long rows, String error, Map<String, Object> details,
    List<String> warnings, boolean incomplete) {

  /** Describes a step about which there is nothing to warn of. */
  public StepRecord(
      String step, String work, StepStatus status, Instant startedAt, Long durationMs, Long rows, String error, Map<String, Object> details) {
    this(step, work, status, startedAt, durationMs, rows, error, details, List.of(), false);
  }

  /** Describes a step of no known kind, such as the one step of a run on history. */
  public StepRecord(String step, StepStatus status, Instant startedAt, Long durationMs, Long rows, String error, Map<String, Object> details) {
    this(step, StepKind.OTHER.work(), status, startedAt, durationMs, rows, error, details);
  }

  /** Describes a step that succeeded. */
  static StepRecord succeeded(String step, StepKind kind, Instant startedAt, long durationMs, StepResult result) {
    return result == null
        ? new StepRecord(step, kind.work(), StepStatus.SUCCESS, startedAt, durationMs, null, null, Map.of())
        : new StepRecord(step, kind.work(), StepStatus.SUCCESS, startedAt, durationMs, result.rows(), null, result.details(), result.warnings(),
            result.incomplete());
  }

  /**
   * Describes a step that failed, with the part that it had done until then where its failure has it.
   *
   * @param result that the step left; null when it left none, and then that of the failure counts
   */
  static StepRecord failed(String step, StepKind kind, Instant startedAt, long durationMs, Throwable failure, StepResult result) {
    String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    if (failure instanceof GatesFailedException gates) {
      return new StepRecord(step, kind.work(), StepStatus.FAILED, startedAt, durationMs, null, message, gates.details());
    }
    StepResult part = !(failure instanceof PartialResult some) ? null : result == null ? some.partialResult() : result;
    return part == null
        ? new StepRecord(step, kind.work(), StepStatus.FAILED, startedAt, durationMs, null, message, Map.of())
        : new StepRecord(step, kind.work(), StepStatus.FAILED, startedAt, durationMs, part.rows(), message, part.details(), part.warnings(), false);
  }
}
