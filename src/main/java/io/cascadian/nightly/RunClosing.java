package io.cascadian.nightly;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes runs that nobody works on any more, as failed, and tells of them like of any other. Only the holder of the run lock may. Thread-safe. */
final class RunClosing {

  static final String CUT_OFF = "the process ended before the run did";

  private static final Logger LOG = LoggerFactory.getLogger(RunClosing.class);

  private final RunLedger ledger;
  private final RunSummary summary;

  RunClosing(RunLedger ledger, RunSummary summary) {
    this.ledger = ledger;
    this.summary = summary;
  }

  /**
   * Closes what is marked as running of a kind, but for the run that is carried on.
   *
   * @param steps of the kind's route
   */
  void leftOver(String kind, Optional<Long> but, RunPlan steps) {
    ledger.leftOver(kind, but).forEach(run -> close(run, CUT_OFF, steps));
  }

  /** @param steps of the run's route; empty where they are not known */
  void close(long run, String reason, RunPlan steps) {
    ledger.closeAbandoned(run, reason, steps);
    RunRecord closed = ledger.run(run).orElseThrow();
    LOG.warn("Run {} ({}) was abandoned after attempt {} and is closed as failed: {}", run, closed.kind(), closed.attempts(), reason);
    summary.publish(closed);
  }
}
