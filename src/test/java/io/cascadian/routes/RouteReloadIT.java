package io.cascadian.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.RouteSettings;
import io.cascadian.runtime.SandboxSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.testkit.RouteTree;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.SchedulerRepository;

/** Edits of the routes under a running service: bad ones change nothing and are reported, good ones take effect. */
class RouteReloadIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final AtomicInteger REQUESTS = new AtomicInteger();
  /** Pause of the client between two requests; shorter where it matters that none is lost. */
  private static volatile long pauseMillis = 100;
  private static final AtomicReference<String> FAILURE = new AtomicReference<>();

  @TempDir
  private static Path folder;
  private static RouteTree routes;
  private static Service service;
  private static Thread caller;

  @BeforeAll
  static void start() throws Exception {
    Path feed = Files.writeString(folder.resolve("empty.jsonl"), "{\"record\":\"head\",\"block\":80000000,\"timestamp\":1760000000}\n");
    routes = RouteTree.copiedTo(folder.resolve("routes"));
    service = Service.start(Modules.load(Map.of(
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        SandboxSettings.SANDBOX_FEED, feed.toString(),
        ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString(),
        ResolutionSettings.DROP_DIR, folder.resolve("drop").toString(),
        RouteSettings.ROUTES_DIR, routes.root().toString(),
        RouteSettings.ROUTES_POLL_INTERVAL, "100ms",
        HttpSettings.HTTP_PORT, "0"), TestStores.freshEnvironment(), folder), System.out, true);
    caller = new Thread(RouteReloadIT::call, "caller");
    caller.start();
  }

  @AfterAll
  static void stop() throws Exception {
    caller.interrupt();
    caller.join();
    service.close();
  }

  /** A client that never stops asking. */
  private static void call() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        HttpResponse<String> answer = send("/api/nightly/runs");
        if (answer.statusCode() != 200) {
          FAILURE.compareAndSet(null, answer.statusCode() + " " + answer.body());
        }
        REQUESTS.incrementAndGet();
        Thread.sleep(pauseMillis);
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        FAILURE.compareAndSet(null, e.toString());
      }
    }
  }

  @BeforeEach
  void allIsWell() throws Exception {
    boolean changed = routes.reset();
    // what the test before left is taken back: one look may have begun before, one finds that, one takes it, and no reload of it falls into this test
    Set<String> looks = new HashSet<>();
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20)).until(() -> {
      JsonNode now = status();
      looks.add(now.path("lastPolledAt").asText());
      return (!changed || looks.size() > 4) && now.path("rejected").isEmpty() && !now.has("waiting");
    });
  }

  /**
   * An edit by its name.
   *
   * @param at what stands in the line that the problem is reported of; null for the first line
   */
  record BadEdit(String name, String file, String old, String wrong, String at, String problem, String remedy) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<BadEdit> badEdits() {
    return List.of(
        new BadEdit("syntax error", "nightly", "uri: direct:nightly", "uri: [direct:nightly", "steps:", "no YAML", "look at"),
        new BadEdit("tab", "nightly", "      uri: direct:nightly", "\turi: direct:nightly", "\turi", "no YAML", "blanks"),
        new BadEdit("half-written file", "nightly", null, null, null, "", ""),
        new BadEdit("empty file", "summary", null, "", null, "the file is empty", "delete"),
        new BadEdit("unknown step", "resolution-file-watch", "- log:", "- logg:", "- logg:", "'logg' is nothing that Camel knows", "write 'log'"),
        new BadEdit("unknown component", "nightly-schedule", "quartz:", "quarz:", "quarz:", "no component 'quarz'", "write 'quartz'"),
        new BadEdit("unknown option", "nightly-schedule", "trigger.misfireInstruction:", "statefull:", "statefull:", "no option 'statefull'", "write 'stateful'"),
        new BadEdit("wrong value", "nightly-requests", "concurrentConsumers: 2", "concurrentConsumers: two", "two", "no whole number", "whole number"),
        new BadEdit("bad cron", "nightly-schedule", "\"{{NIGHTLY_CRON}}\"", "0 0 25 * * ?", "cron:", "no cron expression", "0 0 3 * * ?"),
        new BadEdit("unknown setting", "nightly-schedule", "NIGHTLY_CRON", "NIGHTLY_CORN", "CORN", "no setting", "write 'NIGHTLY_CRON'"),
        new BadEdit("missing bean", "summary", "ref: nightly", "ref: nigthly", "ref:", "no bean 'nigthly'", "write 'nightly'"),
        new BadEdit("missing method", "summary", "method: finish", "method: finnish", "method:", "no method 'finnish'", "write 'finish'"),
        new BadEdit("missing route", "nightly", "uri: direct:gates", "uri: direct:gatess", "uri: direct:gatess", "no route begins at direct:gatess",
            "write 'direct:gates'"),
        new BadEdit("missing configuration", "nightly", "run-errors", "run-error", "run-error", "no routeConfiguration", "write 'run-errors'"),
        new BadEdit("missing template", "ingest-fills", "Ref: ingest-stream", "Ref: ingest-streams", "routeId:", "no routeTemplate", "write 'ingest-stream'"),
        new BadEdit("duplicate id", "step-gates", "id: step-gates", "id: step-ingest", "id: step-ingest", "is taken by nightly/step-ingest.camel.yaml",
            "another id"),
        new BadEdit("bad expression", "resolution-file-watch", "${file:size}", "${file:siz}", "${file:siz}", "Camel cannot build", "resolution-file-watch"),
        new BadEdit("no time to come", "nightly-schedule", "\"{{NIGHTLY_CRON}}\"", "0 0 3 31 2 ?", "cron:", "never fires", "0 0 3 * * ?"),
        new BadEdit("every second", "nightly-schedule", "\"{{NIGHTLY_CRON}}\"", "\"* * * * * ?\"", "cron:", "fires 1 s after another time", "0 0 3 * * ?"),
        new BadEdit("zone of its own", "nightly-schedule", "\"{{NIGHTLY_ZONE}}\"", "UTC-5", "trigger.timeZone", "would take GMT", "America/New_York"),
        new BadEdit("taken order", "step-gates", "id: step-gates\n", "id: step-gates\n    startupOrder: 1000\n", "startupOrder", "that Camel gives", "below 1000"),
        new BadEdit("operation without a route", "api-strategies", "uri: direct:strategies\n", "uri: direct:strategy-list\n", "specification:",
            "the operation 'strategies' of the contract has no route", "begins at direct:strategies"),
        new BadEdit("no entry", "run-supervisor", null, "[]", null, "the file has no entry", "write the route"),
        new BadEdit("deleted file", "nightly-requests", null, null, null, "'nightly-requests' is missing", "restore"),
        new BadEdit("other ending", "summary", null, "summary.yaml", null, "the route 'summary' is missing", "rename nightly/summary.yaml to nightly/summary.camel.yaml"));
  }

  @ParameterizedTest
  @MethodSource("badEdits")
  void badEdit_changesNothing_isReported(BadEdit edit) throws Exception {
    Path file = file(edit.file());
    String good = Files.readString(file);
    JsonNode before = status();
    String toldOf = edit.name().equals("deleted file") ? file.getFileName().toString() : routes.name(file);
    switch (edit.name()) {
      case "deleted file" -> Files.delete(file);
      case "other ending" -> Files.move(file, file.resolveSibling(edit.wrong()));
      case "half-written file" -> Files.writeString(file, good.substring(0, good.indexOf("direct:publish-wallets") - 2));
      default -> {
        assertThat(good).contains(edit.old() == null ? "" : edit.old());
        Files.writeString(file, edit.old() == null ? edit.wrong() : good.replace(edit.old(), edit.wrong()));
      }
    }
    String bad = Files.exists(file) ? Files.readString(file) : "";

    JsonNode rejected = rejection(toldOf, edit.problem());
    assertThat(rejected.path("problem").asText()).contains(edit.problem());
    assertThat(rejected.path("remedy").asText()).contains(edit.remedy());
    if (!edit.name().equals("half-written file")) {
      assertThat(rejected.path("line").asInt()).as(rejected.toString()).isEqualTo(edit.at() == null ? 1 : lineOf(edit.at(), bad));
    }
    assertThat(status().path("routes")).as("what is running").isEqualTo(before.path("routes")).isNotEmpty();
    assertThat(status().path("routes")).allSatisfy(route -> assertThat(route.path("status").asText()).isEqualTo("Started"));
    assertThat(send("/observe/health/ready").body()).contains("route-edits").contains(toldOf + ":" + rejected.path("line").asInt() + ":");
    assertThat(send("/observe/health/live").statusCode()).isEqualTo(200);
    answered();

    Files.writeString(file, good);
    if (edit.name().equals("other ending")) {
      Files.delete(file.resolveSibling(edit.wrong()));
    }
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).until(() -> status().path("rejected").isEmpty());
    assertThat(status().path("loadedAt")).isEqualTo(before.path("loadedAt"));
    answered();
  }

  @Test
  void metric_countsFiles_notProblems() throws Exception {
    String schedule = Files.readString(file("nightly-schedule"));
    Files.writeString(file("nightly-schedule"),
        schedule.replace("\"{{NIGHTLY_CRON}}\"", "0 0 25 * * ?").replace("trigger.misfireInstruction:", "statefull:"));
    Files.writeString(file("nightly-requests"), Files.readString(file("nightly-requests")).replace("concurrentConsumers: 2", "concurrentConsumers: two"));
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).until(() -> status().path("rejected").size() == 3);
    assertThat(send("/observe/metrics").body()).containsPattern("(?m)^cascadian_route_edits_rejected(\\{.*})? 2\\.0$");
  }

  @Test
  void changedSchedule_takesEffectAtOnce() throws Exception {
    String good = Files.readString(file("nightly-schedule"));
    edit("nightly-schedule", good.replace("\"{{NIGHTLY_CRON}}\"", "\"0 0 4 * * ?\""));
    assertThat(trigger("cascadian", "nightly")).isInstanceOfSatisfying(CronTrigger.class, t -> assertThat(t.getCronExpression()).isEqualTo("0 0 4 * * ?"));
    assertThat(JSON.readTree(send("/api/cron/status").body()).path("schedule").asText()).isEqualTo("0 0 4 * * ?");
    assertThat(send("/observe/metrics").body().lines().filter(line -> line.startsWith("cascadian_nightly_next_timestamp_seconds"))).singleElement()
        .satisfies(line -> assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' '))) * 1000)
            .isEqualTo(trigger("cascadian", "nightly").getNextFireTime().getTime()));
    edit("nightly-schedule", good);
    assertThat(trigger("cascadian", "nightly")).isInstanceOfSatisfying(CronTrigger.class, t -> assertThat(t.getCronExpression()).isEqualTo("0 0 3 * * ?"));
    answered();
  }

  @Test
  void switchedOffSchedule_isReportedAsStopped() throws Exception {
    String good = Files.readString(file("nightly-schedule"));
    edit("nightly-schedule", good.replace("id: nightly-schedule\n", "id: nightly-schedule\n    autoStartup: false\n"));
    JsonNode off = JSON.readTree(send("/api/cron/status").body());
    assertThat(off.path("status").asText()).isEqualTo("stopped");
    assertThat(off.path("reason").asText()).contains("take 'autoStartup: false' out of it (GET /api/routes names its file)");
    assertThat(send("/api/cron/init").body()).contains("\"status\":500", "autoStartup: false");
    edit("nightly-schedule", good);
    assertThat(JSON.readTree(send("/api/cron/init").body()).path("nextFireTimes")).hasSize(5);
  }

  @Test
  void route_isAddedChangedRemoved() throws Exception {
    String hello = """
        - route:
            id: hello
            from:
              uri: platform-http:/api/hello
              steps:
                - setBody:
                    constant:
                      expression: good morning
        """;
    edit("hello", hello);
    assertThat(send("/api/hello").body()).isEqualTo("good morning");
    edit("hello", hello.replace("morning", "evening"));
    assertThat(send("/api/hello").body()).isEqualTo("good evening");
    edit("hello", hello.replace("platform-http:/api/hello", "quartz:extra/extra?cron=0+0+5+*+*+?"));
    assertThat(send("/api/hello").statusCode()).isEqualTo(404);
    assertThat(trigger("extra", "extra")).isNotNull();
    edit("hello", null);
    assertThat(trigger("extra", "extra")).as("a schedule that was taken away").isNull();
    assertThat(status().toString()).doesNotContain("hello");
    answered();
  }

  @Test
  void switchedOffPath_isNoApiFailure() throws Exception {
    String good = Files.readString(file("api-strategies"));
    edit("api-strategies", good.replace("    id: api-strategies\n", "    id: api-strategies\n    autoStartup: false\n"));
    HttpResponse<String> health = send("/api/health/api");
    assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
    assertThat(health.body()).contains("2 of 3 endpoints answer, not served: /api/strategies");
    edit("api-strategies", good);
    assertThat(send("/api/health/api").body()).contains("all 3 endpoints answer");
  }

  @Test
  void editOfOneOperation_losesNoRequest() throws Exception {
    int before = REQUESTS.get();
    pauseMillis = 5;
    String good = Files.readString(file("api-nightly-runs"));
    // it is the one that is asked all the time
    edit("api-nightly-runs", good.replace("      uri: direct:nightlyRuns\n      steps:\n", "      uri: direct:nightlyRuns\n      steps:\n        - log:\n            message: asked\n"));
    edit("api-nightly-runs", good);
    await().until(() -> REQUESTS.get() > before + 20);
    answered();
    pauseMillis = 100;
  }

  @Test
  void editOfTheContractsEntry_answersUnavailableForAMoment() throws Exception {
    String good = Files.readString(file("api-health"));
    for (String text : List.of(good.replace("- rest:\n    id: api\n", "- rest:\n    id: interface\n"), good)) {
      assertThat(text).contains("missingOperation: fail");
      String loaded = status().path("loadedAt").asText();
      Files.writeString(file("api-health"), text);
      long unavailable = 0;
      long asked = System.nanoTime();
      for (String now = loaded; now.equals(loaded); ) {
        HttpResponse<String> answer = send("/api/routes");
        if (answer.statusCode() == 200) {
          now = JSON.readTree(answer.body()).path("loadedAt").asText();
        } else {
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
          unavailable += System.nanoTime() - asked;
        }
        asked = System.nanoTime();
      }
      assertThat(Duration.ofNanos(unavailable)).isLessThan(Duration.ofSeconds(5));
    }
    int before = REQUESTS.get();
    await().until(() -> REQUESTS.get() > before + 1);
    FAILURE.set(null);
  }

  @Test
  void changedTemplate_replacesTheRoutesMadeOfIt() throws Exception {
    String template = """
        - routeTemplate:
            id: operators-echo
            parameters:
              - name: word
            route:
              from:
                uri: platform-http:/operators/{{word}}
                steps:
                  - setBody:
                      constant:
                        expression: "first {{word}}"
        """;
    for (String word : List.of("one", "two")) {
      Files.writeString(file("echo-" + word), String.format(Locale.ROOT, """
          - templatedRoute:
              routeTemplateRef: operators-echo
              routeId: echo-%1$s
              parameters:
                - name: word
                  value: %1$s
          """, word));
    }
    edit("operators-echo", template);
    assertThat(send("/operators/one").body() + ", " + send("/operators/two").body()).isEqualTo("first one, first two");
    edit("operators-echo", template.replace("first", "second"));
    assertThat(send("/operators/one").body() + ", " + send("/operators/two").body()).isEqualTo("second one, second two");
  }

  @Test
  void runInProgress_endsWithItsRoutes() throws Exception {
    String markets = Files.readString(file("step-markets"));
    String gates = Files.readString(file("step-gates"));
    edit("step-markets", markets.replace("      uri: direct:markets\n      steps:\n", "      uri: direct:markets\n      steps:\n        - delay:\n            expression:\n              constant:\n                expression: \"2500\"\n"));
    await().atMost(Duration.ofSeconds(20)).until(() -> !newestRun().path("status").asText().equals("running"));
    HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + "/api/nightly/run")).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.discarding());
    await().pollInterval(Duration.ofMillis(50)).until(() -> newestRun().path("status").asText().equals("running"));
    int run = newestRun().path("run").asInt();
    assertThat(run).isPositive();
    String loaded = status().path("loadedAt").asText();
    Files.writeString(file("step-gates"), gates.replaceFirst("\n {6}steps:\n", "\n      steps:\n        - log:\n            message: judging\n"));
    await().pollInterval(Duration.ofMillis(50)).until(() -> status().path("waiting").asText().contains(routes.name("step-gates") + " waits"));
    assertThat(newestRun().path("status").asText()).isEqualTo("running");
    assertThat(status().path("loadedAt").asText()).isEqualTo(loaded);
    await().atMost(Duration.ofSeconds(20)).until(() -> !status().path("loadedAt").asText().equals(loaded));
    assertThat(newestRun().path("run").asInt()).isEqualTo(run);
    assertThat(newestRun().path("status").asText()).as("ended before its routes were replaced").isNotEqualTo("running");
    assertThat(status().has("waiting")).isFalse();
    edit("step-gates", gates);
    edit("step-markets", markets);
  }

  @Test
  void unstartableRoutes_restoreFormerOnes() throws Exception {
    String good = Files.readString(file("resolution-file-watch"));
    JsonNode before = status();
    Files.writeString(file("resolution-file-watch"), good.replace("file:{{DROP_DIR}}", "file:" + folder.resolve("nowhere"))
        .replace("        delay: 1000\n", "        delay: 1000\n        autoCreate: false\n        startingDirectoryMustExist: true\n"));
    assertThat(rejection(routes.name("resolution-file-watch"), "could not be started").path("problem").asText()).contains("the former ones are back");
    assertThat(status().path("routes")).isEqualTo(before.path("routes"));
    Files.writeString(file("resolution-file-watch"), good);
    await().atMost(Duration.ofSeconds(20)).until(() -> status().path("rejected").isEmpty());
    Files.writeString(folder.resolve("drop/nothing.json"), "{}");
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.notExists(folder.resolve("drop/nothing.json")));
  }

  /** Writes, or deletes, and waits until it is taken. */
  private static void edit(String route, String text) throws Exception {
    String loaded = status().path("loadedAt").asText();
    if (text == null) {
      Files.delete(file(route));
    } else {
      Files.writeString(file(route), text);
    }
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).until(() -> {
      assertThat(status().path("rejected")).as("rejected").isEmpty();
      return !status().path("loadedAt").asText().equals(loaded);
    });
  }

  private static JsonNode rejection(String file, String problem) {
    List<JsonNode> found = new ArrayList<>();
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).until(() -> {
      JsonNode all = status().path("rejected");
      found.clear();
      all.forEach(r -> {
        if (r.path("file").asText().equals(file) && r.path("problem").asText().contains(problem)) {
          found.add(r);
        }
      });
      assertThat(all.isEmpty() || !found.isEmpty()).as("told otherwise: " + all).isTrue();
      return !found.isEmpty();
    });
    return found.get(0);
  }

  /** The client has been answered since, and always. */
  private static void answered() {
    int before = REQUESTS.get();
    await().until(() -> REQUESTS.get() > before + 1);
    assertThat(FAILURE.get()).isNull();
  }

  private static Trigger trigger(String group, String name) throws Exception {
    List<Trigger> found = new ArrayList<>();
    for (Scheduler scheduler : SchedulerRepository.getInstance().lookupAll()) {
      if (scheduler.getSchedulerName().contains("cascadian")) {
        Trigger trigger = scheduler.getTrigger(TriggerKey.triggerKey(name, group));
        if (trigger != null) {
          found.add(trigger);
        }
      }
    }
    assertThat(found).hasSizeLessThan(2);
    return found.isEmpty() ? null : found.get(0);
  }

  private static int lineOf(String part, String text) {
    return (int) text.substring(0, text.indexOf(part)).lines().count() + (text.substring(0, text.indexOf(part)).endsWith("\n") ? 1 : 0);
  }

  private static Path file(String route) throws IOException {
    return routes.file(route);
  }

  private static JsonNode newestRun() throws Exception {
    return JSON.readTree(send("/api/nightly/runs").body()).path("runs").path(0);
  }

  private static JsonNode status() throws IOException, InterruptedException {
    HttpResponse<String> answer = send("/api/routes");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
