package io.cascadian.nightly;

import io.cascadian.observe.LogContext;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes work on history for an operator (backfill, rebuild, rollback, replay, …) under the run lock, as a run with one step and a summary.
 *
 * <p>The work itself must be resumable: a run that was cut off is closed as failed, and asking again resumes from what the work has stored.
 * Thread-safe.
 */
public final class Maintenance {

  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  private final RunStore runStore;
  private final RunLock lock;
  private final RunSummary summary;
  private final Set<String> kinds;

  /** Works on history while no other process writes. */
  @FunctionalInterface
  public interface Work {
    StepResult run(FenceGuard guard) throws Exception;
  }

  /** @param kinds that there may be; the metrics of runs know no others before their first one */
  public Maintenance(RunStore runStore, RunLock lock, RunSummary summary, Collection<RunKind> kinds) {
    this.runStore = runStore;
    this.lock = lock;
    this.summary = summary;
    this.kinds = RunKind.names(kinds);
  }

  /**
   * Executes the work if the lock is free.
   *
   * @param kind of the run and name of its step, such as {@code backfill}
   * @param trigger {@code cli} or {@code http}
   * @return how it went: success, failed, or skipped because another run holds the lock
   * @throws IllegalArgumentException when no module contributes the kind
   */
  public RunRecord run(String kind, String trigger, Work work) {
    return run(kind, trigger, work, failure -> { });
  }

  /**
   * Executes the work as {@link #run(String, String, Work)} does.
   *
   * @param failed gets what made the work fail, for callers whose answer depends on it; the run is recorded as failed all the same
   */
  public RunRecord run(String kind, String trigger, Work work, Consumer<Exception> failed) {
    if (!kinds.contains(kind)) {
      throw new IllegalArgumentException("no module contributes a RunKind '" + kind + "'; there are " + kinds);
    }
    Optional<RunLock.Held> held = lock.tryAcquire(RunLock.RUNS, trigger);
    if (held.isEmpty()) {
      String reason = lock.holder(RunLock.RUNS).map(h -> "another run is in progress: " + h).orElse("another run was in progress");
      LOG.warn("Run of kind {} (trigger {}) is skipped: {}", kind, trigger, reason);
      return runStore.skipped(new RunStart(kind, trigger, null), reason).flatMap(runStore::run).orElseThrow();
    }
    try (RunLock.Held guard = held.get()) {
      new RunClosing(runStore, summary).orphaned(kind, Optional.empty(), new RunPlan(List.of(new RunPlan.Step(kind, StepKind.OTHER))));
      long run = runStore.startNew(kind, trigger, guard.fence());
      LogContext.run(run, kind, guard.fence());
      LogContext.step(kind);
      StepRecord step = step(kind, run, guard, work, failed);
      runStore.steps().ended(run, guard.fence(), step);
      runStore.finished(run, guard, step.status() == StepStatus.SUCCESS ? RunStatus.SUCCESS : RunStatus.FAILED, null);
      RunRecord finished = runStore.run(run).orElseThrow();
      summary.publish(finished);
      return finished;
    } finally {
      LogContext.runEnded();
    }
  }

  private StepRecord step(String kind, long run, FenceGuard guard, Work work, Consumer<Exception> failed) {
    Instant start = Instant.now();
    runStore.steps().started(run, guard.fence(), kind);
    try {
      guard.checkStores();
      StepResult result = work.run(guard);
      result.warnings().forEach(warning -> LOG.warn("Run {} ({}): {}", run, kind, warning));
      return StepRecord.succeeded(kind, StepKind.OTHER, start, millisSince(start), result);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.error("Run {} ({}) failed: {}", run, kind, e.getMessage(), e);
      failed.accept(e);
      return StepRecord.failed(kind, StepKind.OTHER, start, millisSince(start), e, null);
    }
  }

  private static long millisSince(Instant start) {
    return Instant.now().toEpochMilli() - start.toEpochMilli();
  }
}
