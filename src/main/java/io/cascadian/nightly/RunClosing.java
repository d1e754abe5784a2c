package io.cascadian.nightly;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes orphaned runs as failed and publishes their summary. Only the holder of the run lock may call it. Thread-safe. */
final class RunClosing {

  static final String CUT_OFF = "the process ended before the run did";

  private static final Logger LOG = LoggerFactory.getLogger(RunClosing.class);

  private final RunStore runStore;
  private final RunSummary summary;

  RunClosing(RunStore runStore, RunSummary summary) {
    this.runStore = runStore;
    this.summary = summary;
  }

  /**
   * Closes the runs of a kind that are marked as running, but for the one that is resumed.
   *
   * @param steps of the kind's route
   */
  void orphaned(String kind, Optional<Long> but, RunPlan steps) {
    runStore.orphaned(kind, but).forEach(run -> close(run, CUT_OFF, steps));
  }

  /** @param steps of the run's route; empty where they are not known */
  void close(long run, String reason, RunPlan steps) {
    runStore.closeOrphaned(run, reason, steps);
    RunRecord closed = runStore.run(run).orElseThrow();
    LOG.warn("Run {} ({}) was orphaned after attempt {} and is closed as failed: {}", run, closed.kind(), closed.attempts(), reason);
    summary.publish(closed);
  }
}
