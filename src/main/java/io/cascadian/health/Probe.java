package io.cascadian.health;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a check so that it gives a result within its timeout and never occupies more than {@value #MOST_HANGING} threads that ignore interrupts.
 *
 * <p>Callers that come while a run is in progress share it; those that do not insist on a new one get the last result while it is fresh. A run that takes too long is interrupted and left behind; where too many of them
 * still hang, no other is begun until one has ended. Thread-safe.
 */
final class Probe {

  private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
  /** One may be waiting for a socket's own timeout while the next report asks again; more of them would report nothing new. */
  private static final int MOST_HANGING = 2;

  private final HealthCheck check;
  private final Duration timeout;
  private final Executor threads;
  private final List<Run> hanging = new ArrayList<>();
  private Run current;
  private HealthReport.Entry last;
  private Instant lastAt;
  private long lastNanos;

  Probe(HealthCheck check, Duration timeout, Executor threads) {
    this.check = check;
    this.timeout = timeout;
    this.threads = threads;
  }

  private final class Run extends FutureTask<HealthReport.Entry> {
    private final Instant begun = Instant.now();
    private final long deadline = System.nanoTime() + timeout.toNanos();

    private Run() {
      super(() -> {
        long begin = System.nanoTime();
        CheckResult result = Objects.requireNonNull(check.check(), "the check gave no result");
        HealthReport.Entry found = entry(result, (System.nanoTime() - begin) / 1_000_000);
        found(found);
        return found;
      });
    }

    @Override
    public void run() {
      super.run();
      // also of a run that was left behind: its thread is free only now
      ended(this);
    }
  }

  /** Begins a run, or joins the one in progress. */
  synchronized Pending begin() {
    // one that has its result is an old answer, though its thread may not have reported yet
    if (current != null && !current.isDone()) {
      return new Pending(current, null);
    }
    if (hanging.size() >= MOST_HANGING) {
      return new Pending(null, failed(hanging.size() + " earlier runs still hang, the first since " + hanging.get(0).begun
          + ", so no other was begun", Map.of("hanging_runs", hanging.size(), "hanging_since", hanging.get(0).begun.toString()), 0));
    }
    current = new Run();
    try {
      threads.execute(current);
    } catch (java.util.concurrent.RejectedExecutionException e) {
      current = null;
      return new Pending(null, failed("not asked, the service is closing", Map.of(), 0));
    } catch (Error e) {
      // no thread is to be had: a run that never begins would be waited for, and count as one that hangs
      current = null;
      return new Pending(null, failed("could not be asked: " + e, Map.of(), 0));
    }
    return new Pending(current, null);
  }

  /** Returns the last result while it is fresh, with the time and age of it in the details; else starts the check like {@link #begin}. */
  synchronized Pending beginUnlessFresh() {
    long age = System.nanoTime() - lastNanos;
    if (last == null || age >= check.freshFor().toNanos()) {
      return begin();
    }
    Map<String, Object> details = new LinkedHashMap<>(last.result().details());
    details.put("asked_at", lastAt.toString());
    details.put("age_ms", age / 1_000_000);
    return new Pending(null, new HealthReport.Entry(last.check(), new CheckResult(last.result().status(), last.result().message(), details),
        last.durationMs(), last.timeoutMs(), last.stopsRun()));
  }

  private synchronized void found(HealthReport.Entry entry) {
    last = entry;
    lastAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    lastNanos = System.nanoTime();
  }

  private synchronized void ended(Run run) {
    hanging.remove(run);
    if (current == run) {
      current = null;
    }
  }

  private synchronized void leaveBehind(Run run) {
    // the first of those who share it finds it too late, and it may have ended this moment
    if (current == run) {
      current = null;
      hanging.add(run);
    }
    run.cancel(true);
  }

  /** Holds a result that is available now or later. */
  final class Pending {
    private final Run run;
    private final HealthReport.Entry known;

    private Pending(Run run, HealthReport.Entry known) {
      this.run = run;
      this.known = known;
    }

    /** Waits for it, at most until the run's timeout. */
    HealthReport.Entry await() {
      if (known != null) {
        return known;
      }
      try {
        return run.get(Math.max(0, run.deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | CancellationException e) {
        leaveBehind(run);
        return failed("no answer within its timeout of " + timeout.toMillis() + " ms", Map.of(), timeout.toMillis());
      } catch (ExecutionException e) {
        LOG.warn("Health check {} failed with an exception and is reported as critical", check.name(), e.getCause());
        String reason = e.getCause().getMessage();
        return failed(reason == null ? e.getCause().getClass().getSimpleName() : reason, Map.of(),
            Duration.between(run.begun, Instant.now()).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return failed("the health report was interrupted", Map.of(), 0);
      }
    }
  }

  private HealthReport.Entry failed(String what, Map<String, Object> details, long millis) {
    return entry(CheckResult.critical(what + "; " + check.hint(), details), millis);
  }

  private HealthReport.Entry entry(CheckResult result, long millis) {
    return new HealthReport.Entry(check.name(), result, millis, timeout.toMillis(), check.stopsRun());
  }
}
