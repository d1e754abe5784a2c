package io.cascadian.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cascadian.e2e.CommandLine;
import io.cascadian.store.Postgres;
import io.cascadian.testkit.RouteTree;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two service processes on one Postgres: one takes each firing; when the one at work is killed the other resumes its run; one that is asked
 * to end lets the step in progress end and leaves the rest to the next start. Each test takes the processes that the one before left.
 */
@Tag("proof")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoServicesIT {

  private static final int TIMEOUT_SECONDS = 120;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern DUE = Pattern.compile("The nightly run of (\\S+) is due");

  @RegisterExtension
  private static final Nights NIGHTS = Nights.SHARED;

  /** The nightly run's own schedule may not fire as often, nor may another one without a condition. */
  private static final String OFTEN = """
      - route:
          id: often
          from:
            uri: quartz:mine/often
            parameters:
              cron: "0/2 * * * * ?"
              trigger.misfireInstruction: 2
            steps:
              - filter:
                  simple:
                    expression: "${header.fireTime} != null"
                  steps:
                    - bean:
                        ref: schedule
                        method: fire
                    - to:
                        uri: direct:nightly
      """;

  @TempDir
  private static Path folder;
  private static Twins twins;
  private static Installation here;
  private static Postgres postgres;
  private static CommandLine one;
  private static CommandLine other;

  @Test
  @Order(1)
  void firing_isTakenByOneProcess() throws Exception {
    twins = NIGHTS.twins("two_services");
    here = twins.disturbed;
    RouteTree routes = RouteTree.copiedTo(folder.resolve("routes"));
    Files.writeString(routes.file("often"), OFTEN);
    here.set("ROUTES_DIR", routes.root().toString());
    here.set("NIGHTLY_AT_START", "false");
    here.set("RUN_WATCH_INTERVAL", "500ms");
    here.set("HTTP_PORT", "0");
    one = here.serve();
    other = here.serve();
    url(one);
    url(other);
    postgres = here.postgres();
    await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> firings().count() >= 5);

    assertThat(post(one, "/api/cron/stop")).isEqualTo(200);
    Instant stopped = postgres.queryOne("SELECT stopped_at FROM schedules", row -> row.getTimestamp(1).toInstant()).orElseThrow();
    await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> skipReasons().stream().anyMatch(r -> r.startsWith("the schedule is stopped")));
    await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> statuses("scheduled_for IS NOT NULL").stream().noneMatch("running"::equals));
    List<Instant> taken = firings().sorted().toList();
    assertThat(taken).as("by either").doesNotHaveDuplicates();
    assertThat(postgres.query("SELECT scheduled_for FROM runs", row -> row.getTimestamp(1).toInstant()))
        .as("each has its run, or says which one was in its way").containsAll(taken);
    for (int i = 1; i < taken.size(); i++) {
      assertThat(Duration.between(taken.get(i - 1), taken.get(i))).as("none is left out").isEqualTo(Duration.ofSeconds(2));
    }
    assertThat(statuses("status <> 'skipped'")).isNotEmpty().allMatch("success"::equals);
    assertThat(taken.get(taken.size() - 1)).isBefore(stopped.plusSeconds(2));
  }

  @Test
  @Order(2)
  void killedHolder_otherServiceResumesAtUnfinishedStep() throws Exception {
    CompletableFuture<Void> inOutcomes = new CompletableFuture<>();
    CrashPoint.STEP_NOT_BEGUN.hold(here, () -> {
      inOutcomes.complete(null);
      one.kill();
    });
    assertThat(post(one, "/api/nightly/run")).isEqualTo(202);
    inOutcomes.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    here.disarm();
    long run = newest("trigger = 'http' AND status <> 'skipped'");

    await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> status(run).equals("success"));
    assertThat(other.text())
        .contains("Run " + run + " (nightly) is orphaned: it is marked as running and its holder is gone")
        .contains("Run " + run + " (nightly) resumed, trigger resume")
        .contains("Step ingest: finished by an earlier attempt of run " + run + ", not repeated");
    assertThat(other.isRunning()).isTrue();
  }

  @Test
  @Order(3)
  void terminatedService_endsItsStep_andNextStartResumesAfterIt() throws Exception {
    twins.nextDayWithoutMaps();
    CompletableFuture<Void> inIngest = new CompletableFuture<>();
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    CrashPoint.BEFORE_INSERT.hold(here, () -> {
      inIngest.complete(null);
      goOn.get();
    });
    assertThat(post(other, "/api/nightly/run")).isEqualTo(202);
    inIngest.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    long run = newest("status = 'running'");
    ProcessHandle.of(other.pid()).orElseThrow().destroy();
    other.awaitLine("Stopping: no new work is accepted", TIMEOUT_SECONDS);
    goOn.complete(null);
    assertThat(other.exitCode(TIMEOUT_SECONDS)).as(other.text()).isEqualTo(143);
    assertThat(other.text()).contains("Step ingest: success", "Step missing-markets is not started, because the service is stopping: run " + run);
    assertThat(status(run)).isEqualTo("running");
    assertThat(steps(run)).containsExactly("health success", "markets success", "ingest success");
    Instant ingested = began(run, "ingest");

    one = here.serve();
    await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> !status(run).equals("running"));
    assertThat(status(run)).as(one.text()).isEqualTo("success");
    assertThat(began(run, "ingest")).as("not repeated").isEqualTo(ingested);
    assertThat(one.text()).contains("Run " + run + " (nightly) resumed, trigger resume");
  }

  @AfterAll
  static void close() throws Exception {
    Stream.of(one, other).filter(process -> process != null).forEach(CommandLine::close);
    if (postgres != null) {
      postgres.close();
    }
    if (twins != null) {
      twins.close();
    }
  }

  /** Which firings the processes took, as they say themselves. */
  private static Stream<Instant> firings() {
    return Stream.of(one, other).flatMap(process -> DUE.matcher(process.text()).results()).map(found -> Instant.parse(found.group(1)));
  }

  private static String url(CommandLine process) throws InterruptedException {
    process.awaitLine("Cascadian is up: ", TIMEOUT_SECONDS);
    Matcher url = Pattern.compile("Cascadian is up: (http://127.0.0.1:\\d+)").matcher(process.text());
    assertThat(url.find()).isTrue();
    return url.group(1);
  }

  private static int post(CommandLine process, String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(url(process) + path)).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private static long newest(String condition) {
    return postgres.queryOne("SELECT max(id) FROM runs WHERE " + condition, row -> row.getLong(1)).orElseThrow();
  }

  private static String status(long run) {
    return postgres.queryOne("SELECT status FROM runs WHERE id = ?", row -> row.getString(1), run).orElseThrow();
  }

  private static List<String> statuses(String condition) {
    return postgres.query("SELECT status FROM runs WHERE " + condition, row -> row.getString(1));
  }

  private static List<String> skipReasons() {
    return postgres.query("SELECT reason FROM runs WHERE status = 'skipped'", row -> row.getString(1));
  }

  private static List<String> steps(long run) {
    return postgres.query("SELECT step || ' ' || status FROM run_steps WHERE run_id = ? ORDER BY position", row -> row.getString(1), run);
  }

  private static Instant began(long run, String step) {
    return postgres.queryOne("SELECT started_at FROM run_steps WHERE run_id = ? AND step = ?", row -> row.getTimestamp(1).toInstant(), run, step)
        .orElseThrow();
  }
}
