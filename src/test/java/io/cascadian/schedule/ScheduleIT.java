package io.cascadian.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.exchange.RouteClient;
import io.cascadian.nightly.Fences;
import io.cascadian.nightly.OpenRuns;
import io.cascadian.nightly.RunHistory;
import io.cascadian.nightly.RunLock;
import io.cascadian.nightly.RunStatus;
import io.cascadian.nightly.RunStore;
import io.cascadian.nightly.RunSummary;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.TestStores;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Checks what the schedule starts, resumes, skips and reports, by the records in a real Postgres; the tests set the clock. */
class ScheduleIT {

  private static final PostgresSettings SETTINGS = TestStores.freshPostgresSettings();
  private static final ClickHouse CLICK_HOUSE = TestStores.freshClickHouse();
  private static Postgres postgres;
  private static CamelContext context;

  private Instant now = Instant.parse("2026-03-07T12:00:00Z");
  private final Clock clock = new Clock() {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  };
  private final RunStore runStore = new RunStore(postgres, Duration.ofHours(20));
  private final RunLock lock = new RunLock(postgres,
      () -> DriverManager.getConnection(SETTINGS.jdbcUrl(), SETTINGS.user(), SETTINGS.password()),
            new Fences(postgres, CLICK_HOUSE), "this process");
  private final Schedule schedule = schedule("0 0 3 * * ?");

  @BeforeAll
  static void open() throws Exception {
    postgres = Postgres.connect(SETTINGS);
    context = new DefaultCamelContext();
    context.addComponent("quartz", storing());
    context.addRoutes(new Routes());
    context.start();
  }

  /** Triggers are stored as in a service. Nothing fires: the clock of Quartz is the real one. */
  private static QuartzComponent storing() {
    DBConnectionManager.getInstance().addConnectionProvider("schedule-it", new ConnectionProvider() {
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
        // closed by the test
      }
    });
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", "cascadian");
    properties.setProperty("org.quartz.threadPool.class", SimpleThreadPool.class.getName());
    properties.setProperty("org.quartz.threadPool.threadCount", "1");
    properties.setProperty("org.quartz.jobStore.class", JobStoreTX.class.getName());
    properties.setProperty("org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
    properties.setProperty("org.quartz.jobStore.tablePrefix", "qrtz_");
    properties.setProperty("org.quartz.jobStore.dataSource", "schedule-it");
    QuartzComponent component = new QuartzComponent();
    component.setProperties(properties);
    component.setPrefixInstanceName(false);
    component.setAutoStartScheduler(false);
    return component;
  }

  /** Runs of these kinds have a route and can be resumed. */
  static final class Routes extends RouteBuilder {
    @Override
    public void configure() {
      from("direct:nightly").routeId("nightly").to("log:nightly");
    }
  }

  @AfterAll
  static void close() {
    context.stop();
    postgres.close();
  }

  @BeforeEach
  void empty() {
    postgres.update("TRUNCATE runs, run_steps, run_lock, schedules, qrtz_scheduler_state");
    schedule.routesChanged(context);
  }

  @Test
  void missedRun_isCaughtUpOnce_tooOldIsSkippedOnce() {
    assertThat(poll()).as("before the schedule there was nothing to miss").isNull();
    now = Instant.parse("2026-03-08T12:30:00Z");
    // as a start does: the schedule is the same, and so is since when it counts
    schedule.routesChanged(context);
    assertThat(poll()).isEqualTo("nightly schedule-late 2026-03-08T07:00:00Z");
    run("success", "2026-03-08T07:00:00Z", now);
    assertThat(poll()).isNull();

    now = Instant.parse("2026-03-12T13:00:00Z");
    assertThat(poll()).isNull();
    assertThat(poll()).isNull();
    assertThat(runStore.runs(10, 0)).filteredOn(run -> run.status() == RunStatus.SKIPPED).singleElement().satisfies(run -> {
      assertThat(run.scheduledFor()).isEqualTo("2026-03-12T07:00:00Z");
      assertThat(run.trigger()).isEqualTo("schedule-late");
      assertThat(run.reason()).startsWith("missed at 2026-03-12T07:00:00Z, 6h before it was noticed");
    });
  }

  @Test
  void runStartedOtherwise_coversMissedFiring() {
    now = Instant.parse("2026-03-08T12:30:00Z");
    run("partial", null, Instant.parse("2026-03-08T08:00:00Z"));
    assertThat(poll()).isNull();
    postgres.update("UPDATE runs SET status = 'skipped'");
    assertThat(poll()).isEqualTo("nightly schedule-late 2026-03-08T07:00:00Z");
  }

  @Test
  void changedSchedule_countsFromItsAnnouncement() {
    now = Instant.parse("2026-03-09T12:30:00Z");
    Schedule hourly = schedule("0 0 * * * ?");
    hourly.routesChanged(context);
    assertThat(poll(hourly)).isNull();
    now = now.plus(Duration.ofHours(1));
    assertThat(poll(hourly)).isEqualTo("nightly schedule-late 2026-03-09T13:00:00Z");
  }

  @Test
  void runInProgress_nothingIsStarted() {
    now = Instant.parse("2026-03-08T12:30:00Z");
    try (RunLock.Held history = lock.tryAcquire("nightly", "cli").orElseThrow()) {
      assertThat(poll()).as("what was missed waits as well").isNull();
      assertThat(history.fence()).isPositive();
    }
    run("running", null, Instant.now());
    try (RunLock.Held held = lock.tryAcquire("nightly", "cli").orElseThrow()) {
      assertThat(poll()).isNull();
      assertThat(lock.current()).hasValueSatisfying(holder -> assertThat(holder.trigger()).isEqualTo("cli"));
      assertThat(held.fence()).isPositive();
    }
    assertThat(lock.current()).isEmpty();
    assertThat(poll()).as("what was begun comes before what was missed").isEqualTo("nightly resume null");
  }

  @Test
  void runThatCannotBeResumed_isClosed() {
    run("running", null, Instant.now());
    postgres.update("UPDATE runs SET kind = 'backfill'");
    run("running", null, Instant.now().minus(Duration.ofHours(21)));
    run("running", null, Instant.now());
    postgres.update("UPDATE runs SET attempts = 5 WHERE id = (SELECT max(id) FROM runs)");
    run("running", null, Instant.now());
    assertThat(poll()).isEqualTo("nightly resume null");
    assertThat(runStore.runs(10, 0)).extracting(run -> run.kind() + " " + run.status().label() + " " + run.reason()).containsExactly(
        "nightly running null", "nightly failed given up after 5 attempts", "nightly failed the process ended before the run did",
        "backfill failed the process ended before the run did");
    assertThat(lock.current()).isEmpty();
  }

  @Test
  void stoppedSchedule_recordsMissedFirings_catchesUpNothing() {
    assertThat(schedule.stop("http")).isTrue();
    assertThat(schedule.stop("http")).isFalse();
    assertThat(fire("2026-03-08T07:00:00Z").isRouteStop()).isTrue();
    assertThat(runStore.runs(10, 0)).singleElement().satisfies(run -> {
      assertThat(run.status()).isEqualTo(RunStatus.SKIPPED);
      assertThat(run.scheduledFor()).isEqualTo("2026-03-08T07:00:00Z");
      assertThat(run.reason()).isEqualTo("the schedule is stopped since 2026-03-07T12:00:00Z (http); POST /api/cron/start starts it");
    });
    now = Instant.parse("2026-03-09T08:00:00Z");
    assertThat(poll()).isNull();
    schedule.routesChanged(context);
    assertThat(poll()).as("a restart does not start it").isNull();
    assertThat(schedule.start("http")).isTrue();
    assertThat(schedule.start("http")).isFalse();
    assertThat(poll()).isNull();

    Exchange due = fire("2026-03-10T07:00:00Z");
    assertThat(due.isRouteStop()).isFalse();
    assertThat(due.getMessage().getHeaders()).containsOnlyKeys("trigger", "due").containsEntry("due", Instant.parse("2026-03-10T07:00:00Z"));
  }

  @Test
  void run_isComparedWithLastEndedOfItsKind() {
    long first = run("success", null, now.minus(Duration.ofDays(31)));
    long second = run("partial", null, now.minus(Duration.ofDays(29)));
    run("skipped", null, now.minus(Duration.ofDays(2)));
    long third = run("success", null, now.minus(Duration.ofDays(1)));
    step(second, 1, "health", "success", 100L, 7L);
    step(second, 2, "old-step", "success", 50L, 1L);
    step(third, 1, "health", "success", 150L, 9L);
    step(third, 2, "publish-wallets", "failed", 10L, null);
    RunHistory history = new RunHistory(runStore, postgres, new ScheduledFirings(postgres, clock), clock);
    RunHistory.Comparison comparison = history.comparison(third).orElseThrow();
    assertThat(comparison.previous().id()).isEqualTo(second);
    assertThat(comparison.steps()).extracting(p -> p.step() + " " + p.durationChange() + " " + p.rowsChange())
        .containsExactly("health 50 2", "publish-wallets null null", "old-step null null");
    assertThat(history.comparison(first).orElseThrow().previous()).isNull();
    assertThat(history.comparison(third + 1)).isEmpty();

    run("failed", null, now.minus(Duration.ofHours(1)));
    RunHistory.SuccessRate rate = history.successRate("nightly", 30);
    assertThat(rate.runs()).isEqualTo(3);
    assertThat(rate.ended()).containsEntry(RunStatus.SKIPPED, 1L).containsEntry(RunStatus.FAILED, 1L).containsEntry(RunStatus.PARTIAL, 1L);
    assertThat(rate.rate()).hasValueSatisfying(share -> assertThat(share).isBetween(0.333, 0.334));
    assertThat(history.successRate("nightly", 32).runs()).isEqualTo(4);
    assertThat(history.successRate("backfill", 30).rate()).isEmpty();
    assertThat(rate.expected()).as("the schedule is in force since now").isZero();
  }

  @Test
  void missedNights_areReported_notSuccesses() {
    RunHistory history = new RunHistory(runStore, postgres, new ScheduledFirings(postgres, clock), clock);
    run("success", "2026-03-08T07:00:00Z", Instant.parse("2026-03-08T12:00:00Z"));
    // cut off before the next night and closed two nights later; a night that was skipped as too old; one with a run by hand
    long cut = run("failed", null, Instant.parse("2026-03-09T22:00:00Z"));
    step(cut, 1, "health", "success", 100L, 7L);
    postgres.update("UPDATE run_steps SET started_at = '2026-03-09T22:00:00Z'");
    postgres.update("UPDATE runs SET finished_at = '2026-03-11T08:00:00Z' WHERE id = ?", cut);
    run("skipped", "2026-03-12T07:00:00Z", Instant.parse("2026-03-12T15:00:00Z"));
    run("success", null, Instant.parse("2026-03-13T09:00:00Z"));
    now = Instant.parse("2026-03-14T07:01:00Z");
    RunHistory.SuccessRate rate = history.successRate("nightly", 30);
    assertThat(rate.expected()).as("the 8th to the 13th; that of the 14th has two minutes").isEqualTo(6);
    assertThat(rate.missed()).as("the 10th, the 11th and the 12th").isEqualTo(3);
    assertThat(rate.runs()).isEqualTo(3);
    assertThat(rate.rate()).hasValueSatisfying(share -> assertThat(share).isBetween(0.333, 0.334));
    schedule.stop("http");
    now = Instant.parse("2026-03-20T12:00:00Z");
    assertThat(history.successRate("nightly", 30).missed()).as("that of the 14th by now; nothing is due while it is stopped").isEqualTo(4);
  }

  @Test
  void undeliverableOrphanedRun_doesNotBlockMissedRun() throws Exception {
    run("running", null, Instant.now());
    postgres.update("UPDATE runs SET kind = 'other', started_at = now()");
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:other").routeId("other").autoStartup(false).to("log:other");
      }
    });
    now = Instant.parse("2026-03-08T12:30:00Z");
    assertThat(poll()).as("its route is switched off").isEqualTo("nightly schedule-late 2026-03-08T07:00:00Z");
    assertThat(runStore.runs(10, 0)).as("until it is switched on again").singleElement().satisfies(run ->
        assertThat(run.status()).isEqualTo(RunStatus.RUNNING));
    context.getRouteController().startRoute("other");
    assertThat(poll()).isEqualTo("other resume null");
    assertThat(poll()).as("it could not be delivered").isEqualTo("nightly schedule-late 2026-03-08T07:00:00Z");
    context.getRouteController().stopRoute("other");
    context.removeRoute("other");
  }

  @Test
  void blockedTrigger_isReported_isReset() throws Exception {
    now = Instant.now();
    schedule.routesChanged(context);
    Scheduler scheduler = new Triggers(context, clock).scheduler();
    scheduler.start();
    TriggerKey key = TriggerKey.triggerKey("nightly", "cascadian");
    scheduler.pauseTrigger(key);
    ScheduleStatus paused = schedule.status(context);
    assertThat(paused.isRunning()).isFalse();
    assertThat(paused.held()).contains("PAUSED", "GET /api/cron/init");
    assertThat(paused.nextFireTimes()).isEmpty();
    schedule.initialize(context);
    assertThat(schedule.status(context).isRunning()).isTrue();

    scheduler.unscheduleJob(key);
    assertThat(schedule.status(context).held()).contains("not in Postgres", "restart the service");
    assertThatThrownBy(() -> schedule.initialize(context)).isInstanceOf(ScheduleException.class).hasMessageContaining("restart the service");
    scheduler.standby();
  }

  @Test
  void triggerStoredByAClockAhead_isReportedAndCorrected() throws Exception {
    storeNextFireTime("2028-07-01T07:00:00Z");
    ScheduleStatus wrong = schedule.status(context);
    assertThat(wrong.isRunning()).isFalse();
    assertThat(wrong.held()).contains("stored to fire at 2028-07-01T07:00:00Z next", "due at 2026-03-08T07:00:00Z", "GET /api/cron/init");
    assertThat(wrong.triggerNext()).isEqualTo("2028-07-01T07:00:00Z");
    assertThat(poll()).isNull();
    assertThat(schedule.status(context).nextFireTimes()).startsWith(Instant.parse("2026-03-08T07:00:00Z"), Instant.parse("2026-03-09T07:00:00Z"));
    assertThat(schedule.nextDue()).contains(Instant.parse("2026-03-08T07:00:00Z"));

    storeNextFireTime("2028-07-01T07:00:00Z");
    schedule.routesChanged(context);
    assertThat(schedule.status(context).triggerNext()).as("by a start").isEqualTo("2026-03-08T07:00:00Z");
  }

  @Test
  void triggerAtItsTime_isLeftToQuartz() throws Exception {
    now = Instant.parse("2026-03-08T07:00:00.100Z");
    poll();
    assertThat(schedule.status(context).triggerNext()).as("about to fire").isEqualTo("2026-03-08T07:00:00Z");
    storeNextFireTime("2026-03-09T07:00:00Z");
    now = Instant.parse("2026-03-08T06:59:59Z");
    poll();
    assertThat(schedule.status(context).triggerNext()).as("fired already by another process").isEqualTo("2026-03-09T07:00:00Z");
  }

  @Test
  void recordsByAClockAhead_cancelNoNight() {
    postgres.update("UPDATE schedules SET in_force_since = '2028-07-01T00:00:00Z'");
    run("success", "2028-07-01T07:00:00Z", Instant.parse("2028-07-01T07:00:00Z"));
    assertThat(poll()).isNull();
    now = Instant.parse("2026-03-08T12:30:00Z");
    assertThat(poll()).isEqualTo("nightly schedule-late 2026-03-08T07:00:00Z");
  }

  @Test
  void missedNight_isFoundWhereTriggersCannotBeRead() {
    now = Instant.parse("2026-03-08T12:30:00Z");
    postgres.update("ALTER TABLE qrtz_triggers RENAME TO qrtz_triggers_gone");
    try {
      assertThat(poll()).isEqualTo("nightly schedule-late 2026-03-08T07:00:00Z");
    } finally {
      postgres.update("ALTER TABLE qrtz_triggers_gone RENAME TO qrtz_triggers");
    }
  }

  @Test
  void processSeenInTheFuture_isTakenForSeenNow() {
    postgres.update("INSERT INTO qrtz_scheduler_state (sched_name, instance_name, last_checkin_time, checkin_interval) VALUES ('cascadian', 'gone', ?, 5000)",
        Instant.parse("2028-07-01T07:00:00Z").toEpochMilli());
    poll();
    assertThat(postgres.queryOne("SELECT last_checkin_time FROM qrtz_scheduler_state", row -> row.getLong(1))).contains(now.toEpochMilli());
  }

  @Test
  void nightWhoseTimeADateLacks_firesAfterTheGap() {
    Schedule halfPastTwo = schedule("0 30 2 * * ?");
    halfPastTwo.routesChanged(context);
    ScheduleStatus status = halfPastTwo.status(context);
    assertThat(status.triggerNext()).isEqualTo("2026-03-08T07:00:00Z");
    assertThat(status.nextFireTimes()).startsWith(Instant.parse("2026-03-08T07:00:00Z"), Instant.parse("2026-03-09T06:30:00Z"));
    now = Instant.parse("2026-03-08T07:30:00Z");
    assertThat(poll(halfPastTwo)).as("no process was running").isEqualTo("nightly schedule-late 2026-03-08T07:00:00Z");
    assertThat(new ScheduledFirings(postgres, clock).between(Instant.parse("2026-03-07T12:00:00Z"), Instant.parse("2026-03-09T12:00:00Z")))
        .as("counted as a night").containsExactly(Instant.parse("2026-03-08T07:00:00Z"), Instant.parse("2026-03-09T06:30:00Z"));
  }

  /** As Quartz does when the clock is ahead. */
  private void storeNextFireTime(String next) throws Exception {
    Triggers triggers = new Triggers(context, clock);
    TriggerKey key = TriggerKey.triggerKey("nightly", "cascadian");
    triggers.scheduler().rescheduleJob(key, new TriggerFrom((CronTrigger) triggers.scheduler().getTrigger(key), Instant.parse(next), Instant.parse(next)));
  }

  private Schedule schedule(String cron) {
    route(cron, true);
    return new Schedule(Duration.ofHours(6), postgres, postgres, runStore,
        new OpenRuns(runStore, lock, new RunSummary(new RouteClient(), new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))), clock);
  }

  /** Replaces the route whose trigger is followed, as an edit of its file does. */
  private static void route(String cron, boolean autoStartup) {
    try {
      if (context.getRoute("nightly-schedule") != null) {
        context.getRouteController().stopRoute("nightly-schedule");
        context.removeRoute("nightly-schedule");
      }
      context.addRoutes(new RouteBuilder() {
        @Override
        public void configure() {
          from("quartz:cascadian/nightly?cron=" + cron.replace(' ', '+') + "&trigger.timeZone=America/New_York")
              .routeId("nightly-schedule").autoStartup(autoStartup).to("log:nightly");
        }
      });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String poll() {
    return poll(schedule);
  }

  private static String poll(Schedule schedule) {
    Exchange exchange = new DefaultExchange(context);
    schedule.supervise(exchange);
    Object run = exchange.getMessage().getHeader(Schedule.RUN);
    return run == null ? null : run + " " + exchange.getMessage().getHeader("trigger") + " " + exchange.getMessage().getHeader("due");
  }

  private Exchange fire(String due) {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setHeader("scheduledFireTime", Date.from(Instant.parse(due)));
    exchange.getMessage().setHeader("trigger", "Quartz puts its own here");
    schedule.fire(exchange);
    return exchange;
  }

  private static long run(String status, String scheduledFor, Instant startedAt) {
    return postgres.queryOne(
        "INSERT INTO runs (kind, trigger, status, started_at, finished_at, scheduled_for) VALUES ('nightly', 'test', ?, ?, ?, ?) RETURNING id",
        row -> row.getLong(1), status, Timestamp.from(startedAt), status.equals("running") ? null : Timestamp.from(startedAt),
        scheduledFor == null ? null : Timestamp.from(Instant.parse(scheduledFor))).orElseThrow();
  }

  private static void step(long run, int position, String step, String status, Long duration, Long rows) {
    postgres.update("INSERT INTO run_steps (run_id, step, position, status, started_at, duration_ms, row_count) VALUES (?, ?, ?, ?, now(), ?, ?)",
        run, step, position, status, duration, rows);
  }

  @Test
  void editedRoute_decidesWhatIsDue() {
    assertThat(schedule.lastDue()).contains(Instant.parse("2026-03-07T08:00:00Z"));
    route("0 0 4 * * ?", true);
    schedule.routesChanged(context);
    assertThat(schedule.lastDue()).as("nothing was due by the new expression yet").isEmpty();
    assertThat(schedule.nextDue()).contains(Instant.parse("2026-03-08T08:00:00Z"));
    now = Instant.parse("2026-03-08T07:30:00Z");
    assertThat(poll()).as("missed by the former expression").isNull();
    ScheduleStatus status = schedule.status(context);
    assertThat(status.cron() + " " + status.zone()).isEqualTo("0 0 4 * * ? America/New_York");
    assertThat(status.nextFireTimes()).hasSize(5).startsWith(Instant.parse("2026-03-08T08:00:00Z"));
    now = Instant.parse("2026-03-08T08:30:00Z");
    assertThat(poll()).isEqualTo("nightly schedule-late 2026-03-08T08:00:00Z");
    assertThat(schedule.lastDue()).contains(Instant.parse("2026-03-08T08:00:00Z"));
  }

  @Test
  void unstoredEdit_countsFromNextPoll() {
    route("0 0 4 * * ?", true);
    now = Instant.parse("2026-03-08T08:30:00Z");
    assertThat(poll()).as("an expression that was not known has missed nothing").isNull();
    now = Instant.parse("2026-03-09T08:30:00Z");
    assertThat(poll()).isEqualTo("nightly schedule-late 2026-03-09T08:00:00Z");
  }

  @Test
  void switchedOffRoute_startsNothing_isReported() {
    route("0 0 3 * * ?", false);
    schedule.routesChanged(context);
    now = Instant.parse("2026-03-08T07:30:00Z");
    assertThat(poll()).isNull();
    ScheduleStatus off = schedule.status(context);
    assertThat(off.isRunning()).isFalse();
    assertThat(off.held()).contains("nightly-schedule is switched off", "take 'autoStartup: false' out of it (GET /api/routes names its file)");
    assertThat(off.nextFireTimes()).isEmpty();
    assertThatThrownBy(() -> schedule.initialize(context)).isInstanceOf(ScheduleException.class).hasMessage(off.held());

    route("0 0 3 * * ?", true);
    schedule.routesChanged(context);
    assertThat(poll()).as("a firing missed while it was switched off is not caught up").isNull();
    assertThat(schedule.status(context).isRunning()).isTrue();
    now = Instant.parse("2026-03-09T07:30:00Z");
    assertThat(poll()).isEqualTo("nightly schedule-late 2026-03-09T07:00:00Z");
  }
}
