package io.cascadian.nightly;

import io.cascadian.observe.LogContext;
import io.cascadian.store.DeadLetterResender;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, closes and skips runs for the routes that sequence their steps.
 *
 * <p>Called from YAML: {@code begin} first thing under the run lock, {@code finish} last, {@code skipped} where the lock was taken.
 * Thread-safe.
 */
public final class Nightly {

  private static final Logger LOG = LoggerFactory.getLogger(Nightly.class);

  private final RunStore runStore;
  private final RunLock lock;
  private final RunClosing closing;
  private final StepKinds kinds;
  private final PlannedSteps planned;
  private final RenamedSteps renamed;
  private final RunRecords records;

  /**
   * @param summary where runs that were closed without their own end are summed up
   * @param kinds what the steps of the routes may be
   */
  public Nightly(RunStore runStore, RunLock lock, RunSummary summary, Postgres postgres, StepKinds kinds) {
    this.runStore = runStore;
    this.lock = lock;
    this.kinds = kinds;
    this.planned = new PlannedSteps(postgres);
    this.renamed = new RenamedSteps(postgres);
    this.records = new RunRecords(postgres);
    this.closing = new RunClosing(runStore, summary);
  }

  /**
   * Starts the run of the exchange's route, or resumes it after a crash. Ends the route where there is nothing to do: the firing of
   * the schedule that this is for has its run already, or a run was to be resumed that somebody else has closed meanwhile.
   *
   * @throws CriticalStepException when that cannot be recorded: a run that could not be found again must not do anything
   */
  public void begin(Exchange exchange) {
    FenceGuard guard = RunContext.guard(exchange);
    String kind = ExchangeHelper.getAtRouteId(exchange);
    RunStart start = RunStart.of(kind, exchange.getMessage());
    Optional<Long> run;
    int attempts;
    try {
      RunPlan plan = RunPlan.of(exchange.getContext(), kind, kinds);
      closing.orphaned(kind, runStore.unfinished(kind), plan);
      run = runStore.begin(start, guard.fence());
      attempts = run.isEmpty() ? 0 : runStore.run(run.get()).orElseThrow().attempts();
      if (attempts > 1) {
        renamed.adopt(run.get(), plan);
      }
    } catch (LostLockException e) {
      throw e;
    } catch (RuntimeException e) {
      // whatever it was: without a record no step may be done
      throw new CriticalStepException("begin", "the run could not be begun: " + e.getMessage(), e);
    }
    if (run.isEmpty()) {
      LOG.info("Run of kind {} is not started: its firing of {} (trigger {}) is handled already", kind, start.due(), start.trigger());
      exchange.getMessage().setBody(null);
      exchange.setRouteStop(true);
      return;
    }
    exchange.setProperty(RunContext.RUN, run.get());
    exchange.setProperty(RunContext.KIND, kind);
    RunRequests.recorded(exchange, run.get());
    LogContext.run(run.get(), kind, guard.fence());
    LOG.info("Run {} ({}) {}, trigger {}, fence {}", run.get(), kind, attempts > 1 ? "resumed" : "started", start.trigger(), guard.fence());
  }

  /**
   * Returns whether the run must not continue after a failure: the exchange's current step is critical, or no run has started yet, so that there is
   * nothing to continue.
   */
  public boolean isCritical(Exchange exchange) {
    return RunContext.run(exchange) == null || RunContext.step(exchange).critical();
  }

  /** Stores the steps of the routes, so that metrics include steps that never started. Failures are logged. */
  public void routesChanged(CamelContext context) {
    try {
      planned.replace(context, kinds);
    } catch (StoreException e) {
      LOG.warn("Storing the steps of the routes failed; until the next start or edit, metrics lack steps that never started: {}", e.getMessage());
    }
  }

  /** Marks the run as aborted: what has not been tried yet is not tried. */
  public void abort(Exchange exchange) {
    Throwable cause = RunContext.cause(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    String reason = cause == null || cause.getMessage() == null ? "a critical step failed" : cause.getMessage();
    exchange.setProperty(RunContext.ABORTED, reason);
    Long run = RunContext.run(exchange);
    // a run that lost its lock is another one's: what it was doing was cut off there
    if (run != null && ObjectHelper.getException(LostLockException.class, cause) == null) {
      runStore.steps().runningFailed(run, RunContext.guard(exchange).fence(), reason);
    }
  }

  /**
   * Closes the run and leaves its {@link RunRecord} as the message body.
   *
   * @throws RunNotStartedException when there was no begin: whoever asked for the run must learn that there is none
   * @throws RuntimeException when it cannot be closed, and is left open, so that the next one resumes it; or when a closed one cannot be read back
   */
  public void finish(Exchange exchange) {
    String aborted = exchange.getProperty(RunContext.ABORTED, String.class);
    Long run = RunContext.run(exchange);
    if (run == null) {
      throw new RunNotStartedException(
          aborted == null ? "the route reached its end without a run" : aborted, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }
    exchange.getMessage().setBody(null);
    try {
      close(run, aborted, exchange);
    } catch (RuntimeException e) {
      LOG.error("Run {}: closing it failed; it stays open, and the next start or run-supervisor resumes it: {}", run, e.getMessage());
      throw e;
    }
    exchange.getMessage().setBody(runStore.run(run).orElseThrow());
  }

  private void close(long run, String aborted, Exchange exchange) {
    FenceGuard guard = RunContext.guard(exchange);
    guard.check();
    String unrecorded = RunContext.endNotRecorded(exchange);
    if (unrecorded != null) {
      runStore.steps().runningFailed(run, guard.fence(), "recording its end failed: " + unrecorded);
    }
    Map<String, String> notBegun = RunContext.notBegun(exchange);
    String kind = exchange.getProperty(RunContext.KIND, String.class);
    RunPlan plan = RunPlan.of(exchange.getContext(), kind, kinds);
    for (RunPlan.Step step : plan.steps()) {
      boolean failed = aborted == null && notBegun.containsKey(step.id());
      runStore.steps().notTried(run, guard.fence(), step, failed ? StepStatus.FAILED : StepStatus.SKIPPED,
          failed ? notBegun.get(step.id()) : aborted == null ? "not reached" : "run aborted");
    }
    List<StepRecord> steps = runStore.run(run).orElseThrow().steps();
    runStore.finished(run, guard, RunStatus.overall(steps, kinds, aborted != null), aborted == null ? unread(kind, plan) : aborted);
  }

  /** Returns the warning that a run read no events where earlier ones of its kind did, because its route has no step for that any more; null otherwise. */
  private String unread(String kind, RunPlan plan) {
    if (plan.steps().stream().anyMatch(step -> step.kind().readsEvents()) || !records.hasDone(kind, kinds.readingEvents())) {
      return null;
    }
    String reason = "no events were read: the route " + kind + " has no step for that any more, so what happened since is in no number";
    LOG.warn("Run of kind {}: {}", kind, reason);
    return reason;
  }

  /**
   * Records that a start was skipped because the lock was taken, and by whom; whoever wanted to resume a run leaves it to the other. A firing of
   * the schedule is handled only when that is a run of its kind that covers the same events; one that met other work, however short, or a run of
   * long ago that is being resumed, gets its run when that is done.
   */
  public void skipped(Exchange exchange) {
    RunStart start = RunStart.of(ExchangeHelper.getAtRouteId(exchange), exchange.getMessage());
    exchange.getMessage().setBody(null);
    exchange.setProperty(DeadLetterResender.SKIPPED, true);
    if (!start.isResumeOnly()) {
      String reason = holder().map(h -> "another run is in progress: " + h).orElse("another run was in progress");
      boolean handled = runStore.coversFiring(start, kinds.readingEvents());
      record(start, reason, handled ? runStore.skipped(start, reason) : runStore.deferFiring(start, reason), exchange);
    }
  }

  /**
   * Records the same of a start that is retried every moment, once for each run that is in its way. A run of the same kind is not in its way:
   * it does what was asked for, be it in another process; nor is a run that has yet to bring in the same by a step of its own.
   */
  public void postponed(Exchange exchange) {
    RunStart start = RunStart.of(ExchangeHelper.getAtRouteId(exchange), exchange.getMessage());
    exchange.getMessage().setBody(null);
    Optional<RunRecord> other = runStore.current().filter(run -> !run.kind().equals(start.kind()));
    if (!start.isResumeOnly() && other.isPresent() && !willIngest(other.get(), start.kind(), exchange.getContext())) {
      holder().filter(h -> !runStore.isSkippedSince(start.kind(), h.since()))
          .ifPresent(h -> {
            String reason = "another run is in progress, this one follows: " + h;
            record(start, reason, runStore.skipped(start, reason), exchange);
          });
    }
  }

  /** Returns whether a run has steps to come, or in progress, that ingest all that a run of another kind would. What they leave is asked about again. */
  private boolean willIngest(RunRecord run, String otherKind, CamelContext context) {
    Set<String> ended = run.steps().stream().filter(step -> step.status() != StepStatus.RUNNING).map(StepRecord::step).collect(Collectors.toSet());
    Set<String> toCome = ingestingWorks(run.kind(), context, step -> !ended.contains(step.id()));
    Set<String> wanted = ingestingWorks(otherKind, context, step -> true);
    return !wanted.isEmpty() && toCome.containsAll(wanted);
  }

  private Set<String> ingestingWorks(String kind, CamelContext context, Predicate<RunPlan.Step> which) {
    return RunPlan.of(context, kind, kinds).steps().stream().filter(step -> step.kind().effect() == StepKind.Effect.INGESTS).filter(which)
        .map(step -> step.kind().work()).collect(Collectors.toSet());
  }

  private void record(RunStart start, String reason, Optional<Long> recorded, Exchange exchange) {
    recorded.flatMap(runStore::run).ifPresent(run -> {
      LOG.warn("Run {} ({}) by {} skipped: {}", run.id(), start.kind(), start.trigger(), reason);
      exchange.getMessage().setBody(run);
      RunRequests.recorded(exchange, run.id());
    });
  }

  /** Returns the holder of the lock; waits briefly, because a holder acquires the lock before it records itself. */
  private Optional<RunLock.Holder> holder() {
    Optional<RunLock.Holder> holder = lock.holder(RunLock.RUNS);
    for (int i = 0; i < 10 && holder.isEmpty(); i++) {
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return holder;
      }
      holder = lock.holder(RunLock.RUNS);
    }
    return holder;
  }

  /** Returns whether the run of an exchange stays open because the service was stopping. */
  public static boolean isLeftOpen(Exchange exchange) {
    return exchange.getProperty(RunContext.LEFT_OPEN, false, Boolean.class);
  }
}
