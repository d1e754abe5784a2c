package io.cascadian.runtime;

import io.cascadian.health.Health;
import io.cascadian.health.HealthReport;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports health when the last report is five minutes old, so that alerts do not wait for a request. Thread-safe. */
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
      // thrown on, it would end the reports for good
      LOG.error("The health report failed; the next one is in {} s", INTERVAL_SECONDS, e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
