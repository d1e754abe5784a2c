package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.RouteSettings;
import io.cascadian.runtime.RunSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.SourceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.schedule.CronSchedule;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The schedule of a running service, its triggers in Postgres, over two starts between which its routes and settings change. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScheduleServiceIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String WEEKLY = """
      - route:
          id: weekly
          from:
            uri: quartz:mine/weekly
            parameters:
              cron: "0 0 5 ? * SUN"
            steps:
              - to:
                  uri: direct:nightly
      """;

  @TempDir
  private static Path folder;
  private static final PostgresSettings DATABASE = TestStores.freshPostgresSettings();
  private static Postgres postgres;
  private static ScheduledRoutes routes;
  private static Service service;

  @BeforeAll
  static void open() throws Exception {
    postgres = Postgres.connect(DATABASE);
    routes = new ScheduledRoutes(folder, postgres);
    routes.write("weekly", WEEKLY);
    service = Service.start(settings(Map.of(RunSettings.NIGHTLY_ZONE, "Europe/Berlin")), System.out, true);
  }

  @AfterAll
  static void close() {
    service.close();
    postgres.close();
  }

  private static Settings settings(Map<Setting, String> others) {
    Map<Setting, String> all = new HashMap<>(Map.of(
        StoreSettings.CLICKHOUSE_URL, TestStores.clickHouseServer().url(),
        StoreSettings.CLICKHOUSE_DATABASE, "schedule_service",
        StoreSettings.DATABASE_URL, DATABASE.jdbcUrl(),
        StoreSettings.DATABASE_USER, DATABASE.user(),
        SourceSettings.SOURCE_URL, "http://127.0.0.1:9",
        SourceSettings.GAMMA_URL, "http://127.0.0.1:9",
        RunSettings.RUN_WATCH_INTERVAL, "200ms",
        RouteSettings.ROUTES_POLL_INTERVAL, "100ms",
        HttpSettings.HTTP_PORT, "0",
        HttpSettings.API_TOKEN, "secret"));
    all.putAll(Map.of(
        RouteSettings.ROUTES_DIR, routes.folder().toString(),
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString(),
        ResolutionSettings.DROP_DIR, folder.resolve("drop").toString()));
    all.putAll(others);
    return Modules.load(all, TestStores.users(), folder);
  }

  @Test
  @Order(1)
  void schedule_isInitialisedOnce_showsNextFiring() throws Exception {
    assertThat(triggers()).containsExactly("mine/weekly UTC", "cascadian/nightly Europe/Berlin");
    JsonNode first = call("GET", "/api/cron/init", 200);
    assertThat(first.path("status").asText()).isEqualTo("initialized");
    assertThat(first.path("schedule").asText()).isEqualTo("0 0 3 * * ?");
    assertThat(first.path("zone").asText()).isEqualTo("Europe/Berlin");
    List<Instant> expected = new CronSchedule("0 0 3 * * ?", ZoneId.of("Europe/Berlin")).next(Instant.now(), 5);
    assertThat(first.path("nextFireTimes")).extracting(JsonNode::asText).containsExactlyElementsOf(expected.stream().map(Instant::toString).toList());
    assertThat(first.path("trigger").path("nextFireTime").asText()).isEqualTo(expected.get(0).toString());
    JsonNode again = call("GET", "/api/cron/init", 200);
    assertThat(again.path("status").asText()).isEqualTo("already initialized");
    assertThat(again.path("initializedAt")).isEqualTo(first.path("initializedAt"));
    assertThat(postgres.query("SELECT instance_name FROM qrtz_scheduler_state", row -> row.getString(1)))
        .as("processes that share the triggers").containsExactly(first.path("scheduler").path("instance").asText());
    assertThat(HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + "/api/cron/init")).build(), HttpResponse.BodyHandlers.ofString())
        .statusCode()).as("without the token").isEqualTo(401);
  }

  @Test
  @Order(2)
  void schedule_isStoppedAndStarted() throws Exception {
    JsonNode stopped = call("POST", "/api/cron/stop", 200);
    assertThat(stopped.path("status").asText()).isEqualTo("stopped");
    assertThat(stopped.path("nextFireTimes")).isEmpty();
    assertThat(call("POST", "/api/cron/stop", 200).path("changed").asBoolean()).isFalse();
    assertThat(call("GET", "/api/cron/status", 200).path("stoppedAt")).isEqualTo(stopped.path("stoppedAt"));
    assertThat(call("GET", "/api/cron/init", 200).path("stoppedBy").asText()).as("initialising starts nothing").isEqualTo("http");
    JsonNode started = call("POST", "/api/cron/start", 200);
    assertThat(started.path("status").asText()).isEqualTo("running");
    assertThat(started.path("nextFireTimes")).hasSize(5);
    assertThat(call("GET", "/api/cron/status", 200).path("run").isNull()).isTrue();
  }

  @Test
  @Order(3)
  void failures_areReported_endNothing() throws Exception {
    postgres.update("ALTER TABLE schedules RENAME TO schedules_gone");
    try {
      JsonNode problem = call("GET", "/api/cron/init", 500);
      assertThat(problem.path("title").asText()).isEqualTo("The schedule does not work");
      assertThat(problem.path("detail").asText()).contains("Postgres", "GET /api/health").doesNotContain("127.0.0.1");
      assertThat(call("POST", "/api/cron/stop", 503).path("detail").asText()).contains("Postgres").doesNotContain("127.0.0.1");
    } finally {
      postgres.update("ALTER TABLE schedules_gone RENAME TO schedules");
    }
    assertThat(call("GET", "/api/cron/init", 200).path("status").asText()).isEqualTo("already initialized");

    postgres.update("UPDATE qrtz_triggers SET trigger_state = 'ERROR' WHERE trigger_name = 'nightly'");
    JsonNode given = call("GET", "/api/cron/status", 200);
    assertThat(given.path("status").asText() + " " + given.path("reason").asText()).startsWith("stopped ").contains("ERROR", "GET /api/cron/init");
    assertThat(call("GET", "/api/cron/init", 200).path("reason").isNull()).isTrue();
    assertThat(call("GET", "/api/cron/status", 200).path("status").asText()).isEqualTo("running");
  }

  @Test
  @Order(4)
  void scheduleAddedAtRunTime_fires_andRemovedOneLeavesNothing() throws Exception {
    taken(() -> {
      routes.write("often", routes.everySecond("often"));
      routes.write("beside", routes.everySecond("beside"));
    });
    assertThat(triggers()).containsExactly("mine/weekly UTC", "mine/often UTC", "cascadian/nightly Europe/Berlin", "mine/beside UTC");
    await().until(() -> routes.fired("often") > 0 && routes.fired("beside") > 0);

    taken(() -> routes.delete("often"));
    int before = routes.fired("often");
    int meanwhile = routes.fired("beside");
    assertThat(routes.rows("often")).as("what is left of it").isEmpty();
    assertThat(routes.rows("beside")).contains("qrtz_triggers", "qrtz_cron_triggers", "qrtz_job_details");
    await().until(() -> routes.fired("beside") >= meanwhile + 2);
    assertThat(routes.fired("often")).as("while the other one fired twice").isEqualTo(before);

    taken(() -> routes.delete("beside"));
    assertThat(triggers()).containsExactly("mine/weekly UTC", "cascadian/nightly Europe/Berlin");
  }

  @Test
  @Order(5)
  void changedTime_takesEffectAtOnce_isReported() throws Exception {
    String other = "0 30 4 * * ?";
    List<Instant> expected = new CronSchedule(other, ZoneId.of("Europe/Berlin")).next(Instant.now(), 5);
    String good = routes.text("nightly-schedule");
    taken(() -> routes.write("nightly-schedule", good.replace("\"{{NIGHTLY_CRON}}\"", "\"" + other + "\"")));
    assertThat(routes.nextFireTimes("nightly")).containsExactly(expected.get(0));
    JsonNode status = call("GET", "/api/cron/status", 200);
    assertThat(status.path("trigger").path("nextFireTime").asText()).isEqualTo(expected.get(0).toString());
    assertThat(status.path("schedule").asText()).isEqualTo(other);
    assertThat(status.path("nextFireTimes")).extracting(JsonNode::asText).containsExactlyElementsOf(expected.stream().map(Instant::toString).toList());
    taken(() -> routes.write("nightly-schedule", good));
    assertThat(routes.nextFireTimes("nightly")).containsExactly(new CronSchedule("0 0 3 * * ?", ZoneId.of("Europe/Berlin")).next(Instant.now()).orElseThrow());
    assertThat(call("GET", "/api/cron/status", 200).path("schedule").asText()).isEqualTo("0 0 3 * * ?");
  }

  @Test
  @Order(6)
  void editWithUnreachableTriggers_isReportedAndAppliedLater() throws Exception {
    String other = "0 45 4 * * ?";
    String good = routes.text("nightly-schedule");
    postgres.update("ALTER TABLE qrtz_triggers RENAME TO qrtz_triggers_gone");
    try {
      routes.write("nightly-schedule", good.replace("\"{{NIGHTLY_CRON}}\"", "\"" + other + "\""));
      await().atMost(Duration.ofSeconds(30)).until(() -> call("GET", "/api/routes", 200).path("rejected").toString().contains("not in force"));
      JsonNode status = call("GET", "/api/routes", 200);
      assertThat(status.path("rejected")).singleElement().satisfies(r -> assertThat(r.path("file").asText()).isEqualTo(routes.name("nightly-schedule")));
      assertThat(status.path("routes")).filteredOn(r -> r.path("id").asText().equals("nightly-schedule")).singleElement()
          .satisfies(r -> assertThat(r.path("status").asText()).isEqualTo("Missing"));
      assertThat(call("GET", "/observe/health/ready", 200).toString()).contains(routes.name("nightly-schedule") + ":1: not in force");
    } finally {
      postgres.update("ALTER TABLE qrtz_triggers_gone RENAME TO qrtz_triggers");
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> call("GET", "/api/routes", 200).path("rejected").isEmpty()
        && call("GET", "/api/cron/status", 200).path("schedule").asText().equals(other));
    assertThat(routes.nextFireTimes("nightly")).containsExactly(new CronSchedule(other, ZoneId.of("Europe/Berlin")).next(Instant.now()).orElseThrow());
    taken(() -> routes.write("nightly-schedule", good));
  }

  @Test
  @Order(7)
  void triggerStoredInTheFuture_isCorrectedWhileItRuns() throws Exception {
    storeFutureFiring();
    Instant next = new CronSchedule("0 0 3 * * ?", ZoneId.of("Europe/Berlin")).next(Instant.now()).orElseThrow();
    await().atMost(Duration.ofSeconds(30)).until(() -> routes.nextFireTimes("nightly").equals(List.of(next)));
    assertThat(call("GET", "/api/cron/status", 200).path("nextFireTimes").get(0).asText()).isEqualTo(next.toString());
  }

  /** As Quartz stores it where the clock is ahead by two years. */
  private static void storeFutureFiring() {
    Instant later = Instant.now().plus(Duration.ofDays(730));
    postgres.update("UPDATE qrtz_triggers SET next_fire_time = ?, start_time = ? WHERE trigger_name = 'nightly'", later.toEpochMilli(), later.toEpochMilli());
  }

  @Test
  @Order(8)
  void restartWithChangedSchedule_catchesUpMissedRun() throws Exception {
    service.close();
    assertThat(triggers()).as("kept over a restart").hasSize(2);
    routes.delete("weekly");
    // due a quarter of an hour ago, known for longer: no process was up
    ZonedDateTime due = Instant.now().minus(Duration.ofMinutes(15)).atZone(ZoneOffset.UTC).withSecond(0).withNano(0);
    String cron = "0 " + due.getMinute() + " " + due.getHour() + " * * ?";
    postgres.update("UPDATE schedules SET cron = ?, zone = 'UTC', in_force_since = ?", cron, Timestamp.from(Instant.now().minus(Duration.ofDays(2))));
    storeFutureFiring();
    service = Service.start(settings(Map.of(RunSettings.NIGHTLY_CRON, cron, RunSettings.NIGHTLY_ZONE, "UTC", RunSettings.MISSED_RUN_MAX_DELAY, "5h",
        RouteSettings.ROUTES_RELOAD, "false")), System.out, true);
    String loaded = call("GET", "/api/routes", 200).toString();
    routes.write("edited", "no route");
    assertThat(triggers()).containsExactly("cascadian/nightly UTC");
    assertThat(call("GET", "/api/cron/status", 200).path("trigger").path("nextFireTime").asText()).isEqualTo(due.plusDays(1).toInstant().toString());
    assertThat(call("GET", "/api/cron/status", 200).path("missedRunMaxDelay").asText()).isEqualTo("PT5H");

    await().atMost(Duration.ofSeconds(60)).until(() -> postgres.queryOne(
        "SELECT count(*) FROM runs WHERE trigger = 'schedule-late' AND finished_at IS NOT NULL", row -> row.getLong(1)).orElse(0L) == 1);
    JsonNode run = call("GET", "/api/nightly/runs", 200).path("runs");
    assertThat(run).singleElement().satisfies(late -> {
      assertThat(late.path("scheduled_for").asText()).isEqualTo(due.toInstant().toString());
      assertThat(late.path("status").asText()).as("there is no source").isEqualTo("failed");
    });
    long id = run.get(0).path("run").asLong();
    assertThat(call("GET", "/api/nightly/runs/" + id + "/comparison", 200).path("previous").isNull()).isTrue();
    assertThat(call("GET", "/api/nightly/runs/" + (id + 1) + "/comparison", 404).path("status").asInt()).isEqualTo(404);
    JsonNode rate = call("GET", "/api/nightly/success-rate?days=7", 200);
    assertThat(rate.path("runs").asInt() + " " + rate.path("failed").asInt() + " " + rate.path("success_rate").asDouble(-1)).isEqualTo("1 1 0.0");
    assertThat(rate.path("expected").asInt() + " " + rate.path("missed").asInt()).as("yesterday there was none").isEqualTo("2 1");
    assertThat(call("GET", "/api/nightly/success-rate?days=0", 400).path("status").asInt()).isEqualTo(400);
    assertThat(call("GET", "/observe/health/live", 200).path("status").asText()).isEqualTo("UP");
    assertThat(call("GET", "/api/routes", 200)).as("no edit is looked at, many looks later").hasToString(loaded);
  }

  /** Edits routes, and waits until that is in force. */
  private static void taken(Edit edit) throws Exception {
    String loaded = call("GET", "/api/routes", 200).path("loadedAt").asText();
    edit.make();
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).until(() -> {
      JsonNode status = call("GET", "/api/routes", 200);
      assertThat(status.path("rejected")).isEmpty();
      return !status.path("loadedAt").asText().equals(loaded);
    });
  }

  @FunctionalInterface
  private interface Edit {
    void make() throws IOException;
  }

  private static List<String> triggers() {
    return postgres.query(
        "SELECT trigger_group || '/' || trigger_name || ' ' || time_zone_id FROM qrtz_cron_triggers WHERE sched_name = 'cascadian'"
            + " ORDER BY trigger_name DESC", row -> row.getString(1));
  }

  private static JsonNode call(String method, String path, int status) throws Exception {
    HttpResponse<String> response = HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + path))
        .method(method, HttpRequest.BodyPublishers.noBody()).header("Authorization", "Bearer secret").build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }
}
