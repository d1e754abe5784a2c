package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.TestStores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.impl.SchedulerRepository;

/** Two schedulers on one Postgres: one takes each firing, however long the other one stays in the middle of taking it. */
class QuartzOnPostgresIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  /** Key of an advisory lock, for which slowed sessions wait before they acquire a trigger. */
  private static final long HOLD = 4711;

  private final PostgresSettings settings = TestStores.freshPostgresSettings();
  private final PostgresSettings slowSettings = new PostgresSettings(
      settings.jdbcUrl() + "?options=-c%20cascadian_test.slow=on", settings.user(), settings.password(), settings.poolSize());
  private final Postgres postgres = Postgres.connect(settings);
  private final Postgres slowPostgres = Postgres.connect(slowSettings);
  private final List<Date> firings = Collections.synchronizedList(new ArrayList<>());
  private final List<CamelContext> started = new ArrayList<>();
  private final ZonedDateTime due = ZonedDateTime.now().withNano(0).plusSeconds(2);

  @BeforeEach
  void slowSessions() {
    postgres.update("CREATE FUNCTION wait_when_slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        + " IF current_setting('cascadian_test.slow', true) = 'on' THEN PERFORM pg_advisory_xact_lock(" + HOLD + "); END IF; RETURN NULL; END $$");
    postgres.update("CREATE TRIGGER wait_when_slow BEFORE UPDATE OF trigger_state ON qrtz_triggers EXECUTE FUNCTION wait_when_slow()");
  }

  @AfterEach
  void close() {
    started.forEach(CamelContext::stop);
    slowPostgres.close();
    postgres.close();
  }

  @Test
  void firingTakenByOneScheduler_isNotTakenAgainByASlowerOne() throws Exception {
    try (Connection holder = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
        Statement hold = holder.createStatement()) {
      hold.execute("SELECT pg_advisory_lock(" + HOLD + ")");
      start("slow", slowPostgres);
      await().atMost(TIMEOUT).until(() -> waiting("advisory") == 1);
      start("quick", postgres);
      // it has taken the firing, or it waits until the other one has decided
      await().atMost(TIMEOUT).until(() -> firings.size() == 1 || waiting("transactionid") + waiting("tuple") > 0);
      hold.execute("SELECT pg_advisory_unlock(" + HOLD + ")");
    }

    await().atMost(TIMEOUT).during(Duration.ofSeconds(1)).until(() -> !firings.isEmpty() && isAtRest());
    assertThat(firings).containsExactly(Date.from(due.toInstant()));
  }

  /** Starts a scheduler with a route that is fired once a day, at the given second. */
  private void start(String name, Postgres on) throws Exception {
    DefaultCamelContext context = new DefaultCamelContext();
    // jobs are stored with it
    context.setManagementName("service");
    context.addComponent("quartz", QuartzOnPostgres.component(new Instance(name, "test"), on));
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        fromF("quartz:test/daily?cron=%d+%d+%d+*+*+?", due.getSecond(), due.getMinute(), due.getHour())
            .process(exchange -> firings.add(exchange.getMessage().getHeader("scheduledFireTime", Date.class)));
      }
    });
    started.add(context);
    context.start();
    // as in another process: Quartz would hand out the same scheduler again
    SchedulerRepository.getInstance().remove(context.getComponent("quartz", QuartzComponent.class).getScheduler().getSchedulerName());
  }

  /** Returns how many sessions on this database wait for a lock of a kind. */
  private long waiting(String kind) {
    return postgres.queryOne("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        + " AND wait_event = ?", row -> row.getLong(1), kind).orElseThrow();
  }

  private boolean isAtRest() {
    return postgres.queryOne("SELECT (SELECT count(*) FROM qrtz_fired_triggers) = 0 AND trigger_state = 'WAITING' FROM qrtz_triggers",
        row -> row.getBoolean(1)).orElseThrow();
  }
}
