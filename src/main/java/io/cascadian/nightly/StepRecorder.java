package io.cascadian.nightly;

import io.cascadian.observe.LogContext;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down every {@code step} that belongs to a run: start, duration, rows, failure; and passes over the steps that an earlier attempt of the same
 * run had finished, well or not. What was cut off is done again, and so is what was finished behind it. Once the service is ending no step is begun
 * any more: the run stays open for the next start.
 *
 * <p>A step that has failed stays failed in its run: its failure may not come again (a rejected file does not wait any more), and what came after it
 * worked with what there was. One that ends after its run lost the lock, or was cut by the end of the service, has not failed but was cut off.
 *
 * <p>It wraps the step itself rather than listening to Camel's step events, because a failure that the route's error handling lets
 * {@code continue} arrives as a completed step there, and because only a wrapper can pass a step over. What a resumed run repeats is a property of the
 * {@link StepKind}, so that steps may have any id. What a step did is its {@link StepResult}, left as the message body. Thread-safe.
 */
public final class StepRecorder implements InterceptStrategy {

  private static final Logger LOG = LoggerFactory.getLogger(StepRecorder.class);

  private final RunStore runStore;
  private final StepKinds kinds;
  /** The runs of which a step is in progress, each with its fence. */
  private final Map<Long, Long> inProgress = new ConcurrentHashMap<>();
  private final Set<Long> stopRequested = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;
  private volatile boolean over;

  public StepRecorder(RunStore runStore, StepKinds kinds) {
    this.runStore = runStore;
    this.kinds = kinds;
  }

  /** Stops accepting steps; steps in progress continue. */
  public void stopAccepting() {
    ending = true;
    inProgress.forEach(this::noteStop);
  }

  /**
   * Waits until no step is in progress. Routes have to be stopped after that: while a Camel context stops, it starts no producer any more that a step has not
   * used yet, so that a step in progress would fail at its next endpoint.
   *
   * @return false when the time was not enough, or this thread was interrupted
   */
  public boolean awaitIdle(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (inProgress) {
      while (!inProgress.isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        try {
          inProgress.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return true;
    }
  }

  /** Treats steps still in progress as cut off, however they end. To be called before what they work with is closed. */
  public void detach() {
    over = true;
  }

  private void ended(long run, long fence) {
    synchronized (inProgress) {
      inProgress.remove(run, fence);
      inProgress.notifyAll();
    }
  }

  private void noteStop(long run, long fence) {
    if (stopRequested.add(run)) {
      try {
        runStore.stopRequested(run, fence);
      } catch (StoreException e) {
        LOG.warn("Run {}: recording the stop request failed; it counts as a failed attempt: {}", run, e.getMessage());
      }
    }
  }

  @Override
  public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode node, Processor target, Processor next) {
    return node instanceof StepDefinition ? new Recorded(node.getId(), ProcessorDefinitionHelper.getRoute(node), target) : target;
  }

  private final class Recorded extends DelegateAsyncProcessor {
    private final String step;
    private final RouteDefinition route;

    Recorded(String step, RouteDefinition route, Processor target) {
      super(target);
      this.step = step;
      this.route = route;
    }

    /** Read whenever the step is begun, because the routes that it sends to are edited while the service runs. */
    private RunPlan plan(Exchange exchange) {
      return route == null ? new RunPlan(List.of()) : RunPlan.of(exchange.getContext(), route, kinds);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      Long run = RunContext.run(exchange);
      if (run == null) {
        return super.process(exchange, callback);
      }
      long fence = RunContext.guard(exchange).fence();
      // before it is asked whether the service is ending, so that whoever ends it waits for this step unless this step sees it
      boolean outermost = !Long.valueOf(fence).equals(inProgress.put(run, fence));
      AsyncCallback done = doneSync -> {
        if (outermost) {
          ended(run, fence);
        }
        callback.done(doneSync);
      };
      if (ending) {
        LOG.warn("Step {} is not started, because the service is stopping: run {} stays open and is resumed at this step", step, run);
        noteStop(run, fence);
        exchange.setProperty(RunContext.LEFT_OPEN, true);
        exchange.setRouteStop(true);
        done.done(true);
        return true;
      }
      LogContext.step(step);
      RunPlan plan;
      try {
        plan = plan(exchange);
        RunContext.step(exchange, plan.kind(step));
        if (!begin(run, exchange, plan)) {
          LogContext.stepEnded();
          done.done(true);
          return true;
        }
      } catch (RuntimeException e) {
        // what is not recorded is not done
        LOG.error("Step {} of run {} is not executed, because recording its start failed: {}", step, run, e.getMessage());
        RunContext.notBegun(exchange, step, message(e));
        exchange.setException(e);
        LogContext.stepEnded();
        done.done(true);
        return true;
      }
      StepFailure.clear(exchange);
      exchange.getMessage().setBody(null);
      Instant start = Instant.now();
      LOG.info("Step {} …", step);
      return super.process(exchange, doneSync -> {
        try {
          end(run, exchange, plan.kind(step), start);
        } catch (RuntimeException e) {
          LOG.error("Step {} of run {} has ended, but recording its end failed, so the run shows it as failed: {}", step, run, e.getMessage(), e);
          RunContext.endNotRecorded(exchange, message(e));
          exchange.setException(e);
        } finally {
          LogContext.stepEnded();
          done.done(doneSync);
        }
      });
    }

    /**
     * Returns false when there is nothing to do.
     *
     * @throws LostLockException when it is no longer this run's turn
     */
    private boolean begin(long run, Exchange exchange, RunPlan plan) {
      FenceGuard guard = RunContext.guard(exchange);
      guard.check();
      StepKind kind = plan.kind(step);
      boolean repeated = kind.resume() == StepKind.Resume.REPEAT;
      StepStatus before = repeated ? null : runStore.steps().status(run, step).orElse(null);
      if (before == StepStatus.FAILED || before == StepStatus.SUCCESS && !isRepeatedForEvents(run, kind, plan)) {
        LOG.info("Step {}: {} an earlier attempt of run {}, not repeated", step, before == StepStatus.FAILED ? "failed in" : "finished by", run);
        return false;
      }
      List<String> after = plan.after(step).stream().map(RunPlan.Step::id).toList();
      runStore.steps().started(run, guard.fence(), step, kind, repeated ? List.of() : after);
      return true;
    }

    private boolean isRepeatedForEvents(long run, StepKind kind, RunPlan plan) {
      return kind.resume() == StepKind.Resume.REPEAT_BEFORE_EVENTS && plan.after(step).stream().filter(other -> other.kind().readsEvents())
          .anyMatch(other -> !isFinished(runStore.steps().status(run, other.id()).orElse(null)));
    }

    private void end(long run, Exchange exchange, StepKind kind, Instant start) {
      FenceGuard guard = RunContext.guard(exchange);
      long millis = Instant.now().toEpochMilli() - start.toEpochMilli();
      Throwable failure = RunContext.cause(StepFailure.of(exchange, route == null ? null : route.getRouteId()));
      if (failure != null && isCutOff(failure, guard)) {
        LOG.error("Step {} was interrupted after {} ms; run {} stays open and is resumed at this step: {}", step, millis, run, message(failure), failure);
        return;
      }
      StepRecord ended = outcome(exchange, kind, failure, start, millis);
      ended.warnings().forEach(warning -> LOG.warn("Step {}: {}", step, warning));
      runStore.steps().ended(run, guard.fence(), ended);
    }

    private boolean isCutOff(Throwable failure, FenceGuard guard) {
      if (over || ending && isInterruption(failure) || ObjectHelper.getException(LostLockException.class, failure) != null) {
        return true;
      }
      try {
        guard.check();
        return false;
      } catch (LostLockException e) {
        return true;
      }
    }

    private StepRecord outcome(Exchange exchange, StepKind kind, Throwable failure, Instant start, long millis) {
      StepResult result = exchange.getMessage().getBody() instanceof StepResult r ? r : null;
      if (failure != null) {
        LOG.error("Step {} failed after {} ms: {}", step, millis, message(failure), failure);
        return StepRecord.failed(step, kind, start, millis, failure, result);
      }
      LOG.info("Step {}: success in {} ms{}", step, millis, result == null ? "" : ", " + result.rows() + " rows");
      return StepRecord.succeeded(step, kind, start, millis, result);
    }
  }

  private static boolean isFinished(StepStatus status) {
    return status == StepStatus.SUCCESS || status == StepStatus.FAILED;
  }

  private static boolean isInterruption(Throwable failure) {
    return ObjectHelper.getException(InterruptedException.class, failure) != null
        || ObjectHelper.getException(InterruptedIOException.class, failure) != null;
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
