package io.cascadian.runtime;

import io.cascadian.api.CronApi;
import io.cascadian.api.RunHistoryApi;
import io.cascadian.nightly.OpenRuns;
import io.cascadian.nightly.RunHistory;
import io.cascadian.nightly.RunLedger;
import io.cascadian.nightly.RunLock;
import io.cascadian.nightly.RunSummary;
import io.cascadian.schedule.Schedule;
import io.cascadian.schedule.ScheduledFirings;
import io.cascadian.settings.Settings;
import io.cascadian.store.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** The schedule and what is told of past runs, put together by the settings; Quartz on the service's own Postgres. */
final class Scheduling {

  private static final String NAME = "cascadian";

  private final Instance instance;
  private final Postgres postgres;
  private final Schedule schedule;
  private final RunHistory history;
  private final RunLock lock;

  Scheduling(Settings settings, Instance instance, Postgres postgres, RunLedger runs, RunLock lock, RunSummary summary) {
    this.instance = instance;
    this.postgres = postgres;
    this.lock = lock;
    this.history = new RunHistory(runs, postgres, new ScheduledFirings(postgres, Clock.systemUTC()), Clock.systemUTC());
    this.schedule = new Schedule(settings.duration(RunSettings.MISSED_RUN_MAX_DELAY), postgres, runs, new OpenRuns(runs, lock, summary),
        Clock.systemUTC());
  }

  Schedule schedule() {
    return schedule;
  }

  /** What routes call by name. */
  Map<String, Object> beans() {
    return Map.of("schedule", schedule, "cronApi", new CronApi(schedule, lock), "runHistoryApi", new RunHistoryApi(history));
  }

  /** A new component for {@code quartz:} endpoints, whose triggers are in Postgres. */
  QuartzComponent quartz() {
    String source = NAME + "-" + UUID.randomUUID();
    // Quartz finds a pool by its name, in a list that the whole process shares
    DBConnectionManager.getInstance().addConnectionProvider(source, new Pool(postgres));
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", NAME);
    properties.setProperty("org.quartz.scheduler.instanceId", instance.name());
    properties.setProperty("org.quartz.threadPool.class", SimpleThreadPool.class.getName());
    properties.setProperty("org.quartz.threadPool.threadCount", "4");
    properties.setProperty("org.quartz.jobStore.class", JobStoreTX.class.getName());
    properties.setProperty("org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
    properties.setProperty("org.quartz.jobStore.tablePrefix", "qrtz_");
    properties.setProperty("org.quartz.jobStore.isClustered", "true");
    properties.setProperty("org.quartz.jobStore.clusterCheckinInterval", "5000");
    properties.setProperty("org.quartz.jobStore.misfireThreshold", "60000");
    properties.setProperty("org.quartz.jobStore.dataSource", source);
    QuartzComponent component = new QuartzComponent();
    component.setProperties(properties);
    // the same in all processes and at all times, whatever a management server calls the context
    component.setPrefixInstanceName(false);
    // runs in progress have been waited for by then
    component.setInterruptJobsOnShutdown(true);
    return component;
  }

  /** Lends Quartz connections of the service's own pool. */
  private record Pool(Postgres postgres) implements ConnectionProvider {

    @Override
    public Connection getConnection() throws SQLException {
      return postgres.dataSource().getConnection();
    }

    @Override
    public void initialize() {
      // it is open
    }

    @Override
    public void shutdown() {
      // closed by whoever opened it
    }
  }
}
