package io.cascadian.nightly;

import java.util.List;

/** Classifies how a run stands, with the process exit code for it. */
public enum RunStatus {
  RUNNING(0),
  SUCCESS(0),
  /** Some steps failed or left out more than is usual, others did their work. */
  PARTIAL(2),
  FAILED(1),
  /** Did not start because another run held the lock. */
  SKIPPED(0);

  private final int exitCode;

  RunStatus(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static RunStatus of(String label) {
    return valueOf(label.toUpperCase(java.util.Locale.ROOT));
  }

  /**
   * Returns the status of a run by its steps: failed when some failed and none did its work, partial when some failed or are incomplete.
   *
   * @param kinds what steps are by the names of their works
   * @param aborted whether a critical step failed, which fails the run whatever else was done
   */
  static RunStatus overall(List<StepRecord> steps, StepKinds kinds, boolean aborted) {
    boolean anyFailed = steps.stream().anyMatch(s -> s.status() == StepStatus.FAILED);
    boolean anyWork = steps.stream().anyMatch(step -> kinds.ofWork(step.work()).didWork(step));
    if (aborted || (anyFailed && !anyWork)) {
      return FAILED;
    }
    boolean unfinished = steps.stream().anyMatch(s -> s.status() == StepStatus.RUNNING);
    boolean incomplete = steps.stream().anyMatch(StepRecord::incomplete);
    return anyFailed || unfinished || incomplete ? PARTIAL : SUCCESS;
  }
}
