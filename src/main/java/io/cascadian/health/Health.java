package io.cascadian.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all checks side by side and reports within a bounded time, whatever they do.
 *
 * <p>Each check has the same time limit; one that exceeds it is reported as critical with a hint and interrupted. Thread-safe.
 */
public final class Health implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final List<HealthCheck> checks;
  private final Duration timeout;
  private final ExecutorService threads;

  /** @param timeout limit of a single check, and so, but for a moment, of the whole report */
  public Health(List<HealthCheck> checks, Duration timeout) {
    this.checks = List.copyOf(checks);
    this.timeout = timeout;
    // a hanging check keeps its thread until it notices the interrupt: bounded, so that repeated reports cannot pile up threads
    this.threads = new ThreadPoolExecutor(0, checks.size() * 4 + 1, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
      Thread thread = new Thread(task, "health-check");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Names of the checks, in order. */
  public List<String> names() {
    return checks.stream().map(HealthCheck::name).toList();
  }

  /** Runs all checks. */
  public HealthReport report() {
    return report(checks);
  }

  /** Runs one check; empty when there is none of that name. */
  public Optional<HealthReport.Entry> report(String name) {
    return checks.stream().filter(c -> c.name().equals(name)).findFirst().map(c -> report(List.of(c)).checks().get(0));
  }

  private HealthReport report(List<HealthCheck> wanted) {
    Instant start = Instant.now();
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Future<HealthReport.Entry>> running = new ArrayList<>();
    for (HealthCheck check : wanted) {
      running.add(submit(check));
    }
    List<HealthReport.Entry> entries = new ArrayList<>();
    HealthStatus overall = HealthStatus.HEALTHY;
    for (int i = 0; i < wanted.size(); i++) {
      HealthReport.Entry entry = await(wanted.get(i), running.get(i), deadline);
      entries.add(entry);
      overall = overall.worse(entry.result().status());
    }
    return new HealthReport(start, overall, Duration.between(start, Instant.now()).toMillis(), entries);
  }

  private Future<HealthReport.Entry> submit(HealthCheck check) {
    try {
      return threads.submit(() -> {
        long begin = System.nanoTime();
        CheckResult result = check.check();
        return new HealthReport.Entry(check.name(), result, (System.nanoTime() - begin) / 1_000_000, check.stopsRun());
      });
    } catch (java.util.concurrent.RejectedExecutionException e) {
      return java.util.concurrent.CompletableFuture.failedFuture(
          new IllegalStateException("earlier runs of the checks are still hanging; look at what they wait for"));
    }
  }

  private HealthReport.Entry await(HealthCheck check, Future<HealthReport.Entry> future, long deadline) {
    try {
      return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      return failed(check, "no answer within " + timeout.toMillis() + " ms; what it asks is unreachable or overloaded", timeout.toMillis());
    } catch (ExecutionException e) {
      LOG.warn("Health check {} threw", check.name(), e.getCause());
      String message = e.getCause().getMessage();
      return failed(check, message == null ? e.getCause().getClass().getSimpleName() : message, 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      future.cancel(true);
      return failed(check, "the health report was interrupted", 0);
    }
  }

  private static HealthReport.Entry failed(HealthCheck check, String message, long millis) {
    return new HealthReport.Entry(check.name(), CheckResult.critical(message, Map.of()), millis, check.stopsRun());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
