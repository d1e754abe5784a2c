package io.cascadian.runtime;

import io.cascadian.health.Health;
import io.cascadian.health.HealthReport;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates a health report when the last one is five minutes old, so that alerts do not depend on requests. Thread-safe. */
final class HealthWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final long MAX_AGE_SECONDS = 300;
  private static final long INTERVAL_SECONDS = 30;

  private final Health health;
  private final ScheduledExecutorService thread;
  private volatile Instant lastReport = Instant.EPOCH;

  HealthWatch(Health health) {
    this.health = health;
    health.onReport((HealthReport report) -> lastReport = report.timestamp());
    thread = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread watch = new Thread(task, "health-watch");
      watch.setDaemon(true);
      return watch;
    });
  }

  void start() {
    thread.scheduleWithFixedDelay(this::report, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  private void report() {
    try {
      if (lastReport.isBefore(Instant.now().minusSeconds(MAX_AGE_SECONDS - INTERVAL_SECONDS))) {
        health.report();
      }
    } catch (RuntimeException | Error e) {
      // an exception would cancel the scheduled task
      LOG.error("The periodic health report failed; metrics and history show the previous one; retrying in {} s", INTERVAL_SECONDS, e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
