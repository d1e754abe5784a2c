package io.cascadian.runtime;

import io.cascadian.health.Health;
import io.cascadian.observe.ClickHouseDisks;
import io.cascadian.observe.HealthLog;
import io.cascadian.observe.HealthMetrics;
import io.cascadian.observe.Metrics;
import io.cascadian.observe.RecordedState;
import io.cascadian.resolution.DropFolder;
import io.cascadian.schedule.Schedule;
import io.cascadian.store.ClickHouse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics of this process, and what feeds them. Thread-safe. */
final class Observability implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Observability.class);
  /** A report that is older is made anew, so that alerts on health do not wait for somebody to ask. */
  private static final long HEALTH_EVERY_SECONDS = 300;
  /** For the disks' reader alone, whose failures are not among the counted ones: they cost no run anything. */
  private static final Duration DISK_QUERY_TIMEOUT = Duration.ofSeconds(5);

  private final Settings settings;
  private final Metrics metrics = new Metrics();
  private final AtomicReference<Instant> lastReport = new AtomicReference<>(Instant.EPOCH);
  private volatile Supplier<Number> rejectedEdits = () -> 0;
  private Health health;
  private RecordedState state;
  private ClickHouseDisks disks;
  private ScheduledExecutorService watch;

  Observability(Settings settings) {
    this.settings = settings;
    metrics.build(Optional.ofNullable(Observability.class.getPackage().getImplementationVersion()).orElse("development"));
    metrics.disk("data", settings.path(Setting.DATA_DIR));
    metrics.disk("logs", settings.path(Setting.LOG_DIR));
    metrics.disk("runtime", settings.path(Setting.RUNTIME_DIR));
    metrics.gauge("cascadian.route.edits.rejected", "", "Route files with a mistake, for which the folder's last edit is not in force", () -> rejectedEdits.get());
  }

  private static double seconds(Optional<Instant> time) {
    return time.map(t -> t.toEpochMilli() / 1000.0).orElse(Double.NaN);
  }

  Metrics metrics() {
    return metrics;
  }

  /** Where it is learned how many edited route files are not in force; until then there are none. */
  void rejectedRouteEdits(Supplier<Number> count) {
    rejectedEdits = count;
  }

  /** Follows when runs are due. */
  void watch(Schedule schedule) {
    metrics.gauge("cascadian.nightly.due.timestamp", "seconds", "When the last nightly run should have begun by the schedule",
        () -> seconds(schedule.lastDue()));
    metrics.gauge("cascadian.nightly.next.timestamp", "seconds", "When the next nightly run begins by the schedule",
        () -> seconds(schedule.nextDue()));
  }

  /** Follows what lies in the drop folder. */
  void watch(DropFolder folder) {
    metrics.gauge("cascadian.drop.files.untaken", "", "Files in the drop folder that cannot be taken; the log says why", folder::untaken);
  }

  /** Follows the stores and the reports. */
  void watch(Stores stores, Health reports) {
    metrics.stores(stores.clickHouse(), stores.postgres());
    stores.interactiveClickHouse().onFailure(metrics::clickHouseFailed);
    state = new RecordedState(stores.postgres(), metrics.registry());
    disks = new ClickHouseDisks(ClickHouse.to(stores.clickHouse().settings().within(DISK_QUERY_TIMEOUT)), metrics.registry());
    health = reports;
    reports.onReport(new HealthMetrics(metrics.registry()));
    reports.onReport(new HealthLog());
    reports.onReport(report -> lastReport.set(report.timestamp()));
  }

  /** Begins what only a service that stays needs: reading the recorded state and the disks, and a health report now and then. */
  void start() {
    state.start();
    disks.start();
    watch = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread thread = new Thread(task, "observe-health");
      thread.setDaemon(true);
      return thread;
    });
    watch.scheduleWithFixedDelay(this::report, 30, 30, TimeUnit.SECONDS);
  }

  private void report() {
    try {
      if (lastReport.get().isBefore(Instant.now().minusSeconds(HEALTH_EVERY_SECONDS - 30))) {
        health.report();
      }
    } catch (RuntimeException | Error e) {
      // thrown on, it would end the reports for good
      LOG.error("The health report could not be made", e);
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.shutdownNow();
    }
    if (state != null) {
      state.close();
    }
    if (disks != null) {
      disks.close();
    }
  }
}
