package io.cascadian.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthStatus;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** The nightly run as the project's routes have it. */
class NightlyRouteIT extends RunRoutes {

  @Test
  void requestedRun_isRecordedBeforeTheResponse() throws Exception {
    CountDownLatch inMarkets = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    work.put("markets", guard -> {
      inMarkets.countDown();
      goOn.await();
      return succeed("markets");
    });
    long first = requested().getMessage().getHeader(RunRequests.RUN, Long.class);
    assertThat(runStore.run(first).orElseThrow().trigger()).isEqualTo("http");
    inMarkets.await();
    long second = requested().getMessage().getHeader(RunRequests.RUN, Long.class);
    assertThat(second).isNotEqualTo(first);
    assertThat(runStore.run(second).orElseThrow().status()).isEqualTo(RunStatus.SKIPPED);
    assertThat(runStore.run(first).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);
    goOn.countDown();
    await().atMost(Duration.ofSeconds(30)).until(() -> runStore.run(first).orElseThrow().status() == RunStatus.SUCCESS);
  }

  @Test
  void requestedRun_notRecorded_isAnError() throws Exception {
    postgres.update("ALTER TABLE runs RENAME TO runs_away");
    assertThat(requested().getException()).isInstanceOf(StoreUnavailableException.class).hasRootCauseInstanceOf(SQLException.class);
    assertThat(done).isEmpty();
    Exchange direct = main.getCamelContext().createProducerTemplate().request("direct:nightly", e -> e.getMessage().setHeader("trigger", "cli"));
    assertThat(direct.getException()).isInstanceOf(RunNotStartedException.class);
  }

  @Test
  void requestedRun_lockUnavailable_isAnError() {
    postgres.update("ALTER TABLE run_lock RENAME TO run_lock_away");
    assertThat(requested().getException()).isInstanceOf(StoreUnavailableException.class);
    assertThat(done).isEmpty();
  }

  @Test
  void startDuringLockRelease_isNotSkipped() {
    RunLock.Held ending = lock("process 9").tryAcquire("nightly", "http").orElseThrow();
    CompletableFuture<Void> released =
        CompletableFuture.runAsync(ending::close, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
    assertThat(run("cli").status()).as("no run was in progress").isEqualTo(RunStatus.SUCCESS);
    released.join();
  }

  /** Requests a run as the HTTP interface does. */
  private Exchange requested() {
    return main.getCamelContext().createProducerTemplate().request("direct:asked", e -> e.getMessage().setHeader("trigger", "http"));
  }

  @Test
  void steps_runInOrder_areReported() throws Exception {
    gates.add(new Gate("conservation", true, true, "0 lost"));
    RunRecord run = run("cli");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(run.status().exitCode()).isZero();
    assertThat(done).containsExactly("markets", "ingest", "ingest conditions", "ingest resolution-times", "ingest tokens", "ingest amm-pools", "ingest fills",
        "ingest fills-v2", "ingest amm-transactions", "ingest splits", "ingest merges", "ingest redemptions", "ingest conversions",
        "ingest rewards", "ingest transfers",
        "missing-markets", "resolutions", "publish-wallets", "signal-wallets");
    assertThat(steps(run)).containsExactly("health success 1", "markets success 3", "ingest success 7", "missing-markets success 3",
        "resolutions success 3", "publish-wallets success 3", "signal-wallets success 3", "gates success 1");
    JsonNode summary = new ObjectMapper().readTree(runtime.resolve("nightly-summary.json").toFile());
    assertThat(summary.path("status").asText()).isEqualTo("success");
    assertThat(summary.path("steps")).hasSize(8);
    assertThat(console.toString(StandardCharsets.UTF_8)).contains("✓ publish-wallets", "overall: success");
    assertThat(postgres.queryOne("SELECT summary->>'status' FROM runs", row -> row.getString(1))).contains("success");
    assertThat(lock.holder("nightly")).isEmpty();
    assertThat(gateResults).containsExactly(true);
  }

  @Test
  void endedRun_doesNotWaitForCopies_whileClickHouseHangs() throws Exception {
    CountDownLatch copying = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    main.getCamelContext().addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:analyst-tables").routeId("analyst-tables").process(exchange -> {
          copying.countDown();
          answered.await();
        });
      }
    });
    try {
      RunRecord run = CompletableFuture.supplyAsync(() -> run("cli")).get(60, TimeUnit.SECONDS);
      assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(lock.holder("nightly")).isEmpty();
      assertThat(copying.await(10, TimeUnit.SECONDS)).as("it is copied beside the end").isTrue();
    } finally {
      answered.countDown();
    }
  }

  @Test
  void failedStep_isRecorded_runContinues() {
    work.put("markets", guard -> {
      throw new IllegalStateException("the catalogue is away");
    });
    gates.add(new Gate("conservation", false, true, "3 events are missing"));
    gates.add(new Gate("category-coverage", false, false, "12 % have a category"));
    RunRecord run = run("schedule");
    assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(run.status().exitCode()).isEqualTo(2);
    assertThat(done).contains("ingest fills", "resolutions", "publish-wallets").doesNotContain("markets");
    assertThat(run.steps().get(1).error()).isEqualTo("the catalogue is away");
    assertThat(run.steps().get(2).status()).as("the step after a failed one").isEqualTo(StepStatus.SUCCESS);
    assertThat(run.steps().get(7).error()).contains("conservation: 3 events are missing").doesNotContain("category-coverage");
    assertThat(gateResults).containsExactly(false);
  }

  @Test
  void stepWhoseEndCannotBeRecorded_isFailedWithTheCause() {
    postgres.update("CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''No space left on device''; END'");
    postgres.update("CREATE TRIGGER no_space BEFORE UPDATE ON run_steps FOR EACH ROW WHEN (NEW.step = 'gates' AND NEW.status = 'success') EXECUTE FUNCTION no_space()");
    RunRecord run = run("cli");
    assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(steps(run).get(7)).isEqualTo("gates failed null");
    assertThat(run.steps().get(7).error()).startsWith("recording its end failed: ").contains("No space left on device");
    assertThat(lock.holder("nightly")).isEmpty();
  }

  @Test
  void stepThatLeftOutTooMuch_othersWork_runIsPartialAndSaysSo() throws Exception {
    reading = new StepResult(7, Map.of("rejected", Map.of("bad-number", 3L, "bad-address", 1L)), List.of("stream fills: 4 of 7 records were rejected"), true);
    gates.add(new Gate("conservation", true, true, "0 lost"));
    RunRecord run = run("cli");
    assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(run.rejected()).isEqualTo(4);
    assertThat(run.warnings()).isEqualTo(1);
    assertThat(console.toString(StandardCharsets.UTF_8)).contains("⚠ ingest ", "rejected (", "bad-number 3", "    ⚠ stream fills: 4 of 7 records were rejected",
        "overall: partial", " · 4 records rejected · 1 warning");
    JsonNode summary = new ObjectMapper().readTree(runtime.resolve("nightly-summary.json").toFile());
    assertThat(summary.path("rejected").asLong()).isEqualTo(4);
    assertThat(summary.path("warning_count").asInt()).isEqualTo(1);
    assertThat(summary.path("steps").get(2).path("warnings").get(0).asText()).contains("4 of 7");
    assertThat(runStore.runs(1, 0).get(0).rejected()).as("in lists too").isEqualTo(4);
  }

  @Test
  void streamLeftOut_runIsSuccess_summaryAndHealthWarn() {
    StreamsCheck check = new StreamsCheck(postgres, RunRoutes.KINDS);
    assertThat(check.check().message()).contains("no run has read a stream yet");
    reading = new StepResult(7, Map.of("streams", Map.of("splits", Map.of())), List.of("stream fills was not read"), false);
    RunRecord run = run("cli");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(console.toString(StandardCharsets.UTF_8)).contains("    ⚠ stream fills was not read", "overall: success", " · 1 warning");
    assertThat(check.check().status()).isEqualTo(HealthStatus.WARNING);
    assertThat(check.check().message()).contains("run " + run.id(), "stream fills was not read");

    reading = new StepResult(7, Map.of("streams", Map.of("fills", Map.of(), "splits", Map.of())));
    run = run("cli");
    assertThat(run.warnings()).isZero();
    assertThat(check.check().status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(check.check().message()).contains("read 2 streams");
  }

  @Test
  void runWhoseRouteLostItsReadingStep_isToldAsSuch() {
    // the route of resolution-file-apply stands for one whose step was taken out
    postgres.update("INSERT INTO runs (kind, trigger, status, finished_at) VALUES ('resolution-file-apply', 'cli', 'success', now())");
    postgres.update("INSERT INTO run_steps (run_id, step, work, position, status, started_at) SELECT id, 'ingest', 'ingest', 1, 'success', now() FROM runs");
    RunRecord run = start("direct:resolution-file-apply", new RunStart("resolution-file-apply", "drop", null)).getMessage().getBody(RunRecord.class);
    assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(run.reason()).contains("no events were read", "resolution-file-apply");
    StreamsCheck check = new StreamsCheck(postgres, RunRoutes.KINDS);
    assertThat(check.check().status()).isEqualTo(HealthStatus.WARNING);
    assertThat(check.check().message()).contains("run " + run.id() + " read no stream");
  }

  @Test
  void runOnOlderClickHouse_endsBeforeAnyWrite() {
    assertThat(run("cli").status()).isEqualTo(RunStatus.SUCCESS);
    done.clear();
    // as after restoring a backup of it that is older than Postgres
    clickHouse.execute("TRUNCATE TABLE fences", Map.of());
    RunRecord run = run("schedule");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.reason()).contains("ClickHouse was restored from an older backup than Postgres").contains("docs/deployment.md");
    assertThat(done).isEmpty();
    assertThat(new Maintenance(runStore, lock, summary(), List.of(RunKind.ofWork("backfill"), RunKind.ofWork("rebuild"))).run("backfill", "cli", guard -> {
      done.add("backfill");
      return new StepResult(1, Map.of());
    }).status()).isEqualTo(RunStatus.FAILED);
    assertThat(done).isEmpty();
  }

  @Test
  void criticalHealth_abortsRunWithMessage() {
    health = CheckResult.critical("no connection; is it running?", Map.of());
    RunRecord run = run("http");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.status().exitCode()).isEqualTo(1);
    assertThat(run.reason()).isEqualTo("health is critical: weather no connection; is it running?");
    assertThat(done).isEmpty();
    assertThat(run.steps().get(0).error()).isEqualTo(run.reason());
    assertThat(steps(run)).containsExactly("health failed null", "markets skipped null", "ingest skipped null", "missing-markets skipped null",
        "resolutions skipped null", "publish-wallets skipped null", "signal-wallets skipped null", "gates skipped null");
    assertThat(lock.holder("nightly")).isEmpty();
  }

  @Test
  void runWithoutSuccess_isFailed() {
    StepRecord failed = new StepRecord("a", StepStatus.FAILED, Instant.now(), 1L, null, "no", Map.of());
    StepRecord skipped = new StepRecord("b", StepStatus.SKIPPED, Instant.now(), 0L, null, null, Map.of());
    StepRecord succeeded = new StepRecord("c", StepStatus.SUCCESS, Instant.now(), 1L, 1L, null, Map.of());
    assertThat(RunStatus.overall(List.of(failed, skipped), RunRoutes.KINDS, false)).isEqualTo(RunStatus.FAILED);
    assertThat(RunStatus.overall(List.of(failed, succeeded), RunRoutes.KINDS, false)).isEqualTo(RunStatus.PARTIAL);
    assertThat(RunStatus.overall(List.of(failed, succeeded), RunRoutes.KINDS, true)).isEqualTo(RunStatus.FAILED);
    assertThat(RunStatus.overall(List.of(skipped, succeeded), RunRoutes.KINDS, false)).isEqualTo(RunStatus.SUCCESS);

    gates.add(new Gate("conservation", true, true, "0 lost"));
    for (String step : List.of("markets", "missing-markets", "publish-wallets", "signal-wallets")) {
      work.put(step, guard -> {
        throw new IllegalStateException("ClickHouse is away");
      });
    }
    work.put("resolutions", guard -> new StepResult(0, Map.of("files", 0)));
    ingested = false;
    RunRecord run = run("cli");
    assertThat(steps(run)).contains("health success 1", "ingest failed null", "resolutions success 0", "gates success 1");
    assertThat(run.status()).as("to look is no work").isEqualTo(RunStatus.FAILED);
    work.put("resolutions", guard -> new StepResult(0, Map.of("files", 1)));
    assertThat(run("cli").status()).as("a file was dealt with").isEqualTo(RunStatus.PARTIAL);
  }

  @Test
  void secondStart_isSkipped_namesLockHolder() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    work.put("publish-wallets", guard -> {
      inside.countDown();
      leave.await();
      return succeed("publish-wallets");
    });
    CompletableFuture<RunRecord> first = CompletableFuture.supplyAsync(() -> run("schedule"));
    inside.await();
    RunRecord second = run("http");
    assertThat(second.status()).isEqualTo(RunStatus.SKIPPED);
    assertThat(second.reason()).contains("this process (schedule) since 20");
    // files that wait are looked at every moment
    for (int i = 0; i < 3; i++) {
      start("direct:resolution-file-apply", new RunStart("resolution-file-apply", "drop", null));
    }
    assertThat(runStore.runs(10, 0)).extracting(r -> r.kind() + " " + r.status().label() + " " + r.trigger())
        .containsExactly("resolution-file-apply skipped drop", "nightly skipped http", "nightly running schedule");
    leave.countDown();
    assertThat(first.get().status()).isEqualTo(RunStatus.SUCCESS);
    try (RunLock.Held other = lock("process 9").tryAcquire("nightly", "drop").orElseThrow()) {
      start("direct:resolution-file-apply", new RunStart("resolution-file-apply", "drop", null));
      runStore.begin(new RunStart("resolution-file-apply", "drop", null), other.fence());
      start("direct:resolution-file-apply", new RunStart("resolution-file-apply", "drop", null));
      assertThat(runStore.runs(10, 0)).filteredOn(r -> r.kind().equals("resolution-file-apply")).extracting(r -> r.status().label())
          .as("the file that waits is the one that another process deals with").containsExactly("running", "skipped");
      postgres.update("UPDATE runs SET status = 'success', finished_at = now() WHERE status = 'running'");
    }
    assertThat(run("http").status()).as("afterwards the lock is free").isEqualTo(RunStatus.SUCCESS);
  }

  @Test
  void orphanedRun_isResumedAtFirstUnfinishedStep() {
    // what a killed process leaves behind: steps in the runStore, the lock released by its connection's end
    RunLock.Held dead = lock("dead process").tryAcquire("nightly", "schedule").orElseThrow();
    long id = runStore.begin(new RunStart("nightly", "schedule", null), dead.fence()).orElseThrow();
    for (String step : List.of("health", "markets", "ingest", "missing-markets")) {
      runStore.steps().started(id, dead.fence(), step);
      runStore.steps().ended(id, dead.fence(), new StepRecord(step, StepStatus.SUCCESS, Instant.now(), 5L, 11L, null, Map.of()));
    }
    runStore.steps().started(id, dead.fence(), "resolutions");
    dead.close();
    postgres.update("UPDATE runs SET started_at = now() - interval '5 hours'");

    RunRecord run = run("start");
    assertThat(run.id()).isEqualTo(id);
    assertThat(run.durationMs()).as("the time in which nobody worked on it is left out")
        .isEqualTo(run.steps().stream().mapToLong(StepRecord::durationMs).sum());
    assertThat(run.attempts()).isEqualTo(2);
    assertThat(done).containsExactly("resolutions", "publish-wallets", "signal-wallets");
    assertThat(steps(run)).containsExactly("health success 1", "markets success 11", "ingest success 11", "missing-markets success 11",
        "resolutions success 3", "publish-wallets success 3", "signal-wallets success 3", "gates success 0");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
  }

  @Test
  void failureOfEarlierAttempt_staysInRun() {
    // ingest could not read, a dropped file was rejected; the process died while the gates were asked
    long id = cutOff("health success", "markets success", "ingest failed", "missing-markets success", "resolutions failed", "publish-wallets success",
        "signal-wallets success", "gates running");
    RunRecord run = run("start");
    assertThat(run.id()).isEqualTo(id);
    assertThat(done).as("neither new events nor a second look at what had ended").isEmpty();
    assertThat(steps(run)).containsExactly("health success 1", "markets success 11", "ingest failed null", "missing-markets success 11",
        "resolutions failed null", "publish-wallets success 11", "signal-wallets success 11", "gates success 0");
    assertThat(run.steps().get(4).error()).isEqualTo("no resolutions");
    assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
  }

  @Test
  void runLeftOpenAfterLastStep_withFailedStep_isNoSuccess() {
    cutOff("health success", "markets success", "ingest failed", "missing-markets success", "resolutions success", "publish-wallets success",
        "signal-wallets success", "gates success");
    assertThat(run("start").status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(done).isEmpty();
  }

  @Test
  void stepsAfterRepeatedStep_areRepeated() {
    // the begin of one step could not be recorded, the next ones went on
    long id = cutOff("health success", "markets success", "ingest success", "resolutions success", "publish-wallets failed", "signal-wallets success",
        "gates running");
    work.put("missing-markets", guard -> {
      assertThat(runStore.run(id).orElseThrow().steps()).extracting(StepRecord::step).as("taken back before anything is changed")
          .containsExactlyInAnyOrder("health", "markets", "ingest", "missing-markets", "publish-wallets");
      return succeed("missing-markets");
    });
    RunRecord run = run("start");
    assertThat(done).containsExactly("missing-markets", "resolutions", "signal-wallets");
    assertThat(steps(run)).contains("missing-markets success 3", "resolutions success 3", "publish-wallets failed null", "signal-wallets success 3",
        "gates success 0");
    assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
  }

  @Test
  void catalogue_isReadAgain_ifEventsRemain() {
    cutOff("health success", "markets success", "ingest running");
    RunRecord run = run("start");
    assertThat(done).startsWith("markets", "ingest").contains("publish-wallets");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
  }

  @Test
  void stepFailedWithLostLock_isInterrupted() {
    work.put("resolutions", guard -> {
      endTheSessionOfTheLock();
      throw new IllegalStateException("Postgres is away");
    });
    main.getCamelContext().createProducerTemplate().request("direct:nightly", e -> e.getMessage().setHeader("trigger", "cli"));
    assertThat(steps(runStore.run(1).orElseThrow())).endsWith("resolutions running null");

    work.put("resolutions", guard -> succeed("resolutions"));
    RunRecord resumed = run("cli");
    assertThat(resumed.attempts()).isEqualTo(2);
    assertThat(resumed.status()).isEqualTo(RunStatus.SUCCESS);
  }

  @Test
  void tooOldRun_isClosedWithSteps_isReported() {
    long old = cutOff("health success", "markets success", "ingest running");
    postgres.update("UPDATE runs SET started_at = now() - interval '21 hours'");
    RunRecord run = run("start");
    assertThat(run.id()).isNotEqualTo(old);
    RunRecord closed = runStore.run(old).orElseThrow();
    assertThat(closed.status()).isEqualTo(RunStatus.FAILED);
    assertThat(closed.steps()).extracting(s -> s.step() + " " + s.status().label() + " " + s.error()).contains("markets success null",
        "ingest failed cut off: the process ended before the run did", "missing-markets skipped not reached", "gates skipped not reached");
    assertThat(postgres.queryOne("SELECT summary->>'status' FROM runs WHERE id = ?", row -> row.getString(1), old)).contains("failed");
  }

  @Test
  void firingDeliveredTwice_hasOneRun() {
    Instant due = Instant.parse("2026-03-08T07:00:00Z");
    // another process found the lock taken, a moment before this one began
    assertThat(runStore.skipped(new RunStart("nightly", RunStart.LATE, due), "another run is in progress")).isPresent();
    start("direct:nightly", new RunStart("nightly", RunStart.SCHEDULE, due));
    List<String> once = List.copyOf(done);
    assertThat(once).contains("publish-wallets");
    start("direct:nightly", new RunStart("nightly", RunStart.LATE, due));
    assertThat(runStore.skipped(new RunStart("nightly", RunStart.LATE, due), "again")).isEmpty();
    start("direct:nightly", new RunStart("nightly", RunStart.RESUME, null));
    assertThat(done).isEqualTo(once);
    assertThat(runStore.runs(10, 0)).singleElement().satisfies(run -> {
      assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(run.trigger()).isEqualTo("schedule");
      assertThat(run.scheduledFor()).isEqualTo(due);
      assertThat(run.reason()).isNull();
    });
    assertThat(lock.current()).as("who found nothing to do gave the lock back").isEmpty();
  }

  @Test
  void stoppingService_beginsNoStep_nextStartResumesTheRun() {
    work.put("markets", guard -> {
      recorder.stopAccepting();
      return succeed("markets");
    });
    Exchange ended = start("direct:nightly", new RunStart("nightly", "http", null));
    assertThat(Nightly.isLeftOpen(ended)).isTrue();
    assertThat(done).containsExactly("markets");
    assertThat(runStore.run(1).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(steps(runStore.run(1).orElseThrow())).containsExactly("health success 1", "markets success 3");
    assertThat(lock.current()).isEmpty();
    postgres.update("UPDATE runs SET attempts = 5");
    assertThat(new OpenRuns(runStore, lock, summary()).orphaned(kind -> true, kind -> true)).as("being told to stop is no failed attempt")
        .contains(new RunStart("nightly", RunStart.RESUME, null));
  }

  @Test
  void stepBeingRecorded_isAwaited() throws Exception {
    CompletableFuture<Exchange> run;
    try (Connection other = DriverManager.getConnection(postgresSettings.jdbcUrl(), postgresSettings.user(), postgresSettings.password());
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      // the table can be read but not written
      statement.execute("LOCK TABLE run_steps IN SHARE MODE");
      run = CompletableFuture.supplyAsync(() -> start("direct:nightly", new RunStart("nightly", "http", null)));
      await().until(() -> postgres.queryOne("SELECT count(*) FROM pg_locks WHERE relation = 'run_steps'::regclass AND NOT granted",
          row -> row.getLong(1)).orElseThrow() > 0);
      recorder.stopAccepting();
      assertThat(recorder.awaitIdle(Duration.ofMillis(100))).as("nothing is in progress").isFalse();
    }
    assertThat(recorder.awaitIdle(Duration.ofSeconds(20))).isTrue();
    assertThat(Nightly.isLeftOpen(run.get())).isTrue();
    assertThat(steps(runStore.run(1).orElseThrow())).containsExactly("health success 1");
  }

  @Test
  void stepInterruptedByShutdown_hasNotFailed() {
    work.put("resolutions", guard -> {
      recorder.stopAccepting();
      recorder.detach();
      throw new IllegalStateException("the pool is closed");
    });
    assertThat(Nightly.isLeftOpen(start("direct:nightly", new RunStart("nightly", "http", null)))).isTrue();
    assertThat(steps(runStore.run(1).orElseThrow())).endsWith("resolutions running null");
    assertThat(runStore.open()).singleElement().extracting(OpenRuns.Open::attempts).as("failed attempts").isEqualTo(0);
  }

  @Test
  void lostLock_runStops_closesNothing() {
    work.put("resolutions", guard -> {
      // another process takes over and continues the run while this one does not notice
      postgres.update("UPDATE run_lock SET fence = fence + 1");
      runStore.begin(new RunStart("nightly", "next", null), guard.fence() + 1);
      guard.check();
      return succeed("resolutions");
    });
    main.getCamelContext().createProducerTemplate().request("direct:nightly", e -> e.getMessage().setHeader("trigger", "cli"));
    assertThat(done).doesNotContain("resolutions", "publish-wallets");
    RunRecord run = runStore.run(1).orElseThrow();
    assertThat(run.finishedAt()).as("the run belongs to the new holder").isNull();
    assertThat(steps(run)).last().isEqualTo("resolutions running null");
    await().untilAsserted(() -> assertThat(lock("next").tryAcquire("nightly", "cli")).isPresent());
  }

  @Test
  void holderWithEndedSession_beginsNothing_evenIfLockIsFree() {
    work.put("missing-markets", guard -> {
      endTheSessionOfTheLock();
      return succeed("missing-markets");
    });
    Exchange exchange = main.getCamelContext().createProducerTemplate()
        .request("direct:nightly", e -> e.getMessage().setHeader("trigger", "cli"));
    assertThat(exchange.getException()).hasMessageContaining("lost the lock 'nightly': its database session has ended");
    assertThat(done).endsWith("missing-markets");

    RunRecord resumed = run("cli");
    assertThat(resumed.attempts()).isEqualTo(2);
    assertThat(resumed.status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(done).containsOnlyOnce("ingest", "missing-markets").contains("resolutions", "publish-wallets");
  }

  @Test
  void unrecordableStep_isNotExecuted_runIsNoSuccess() {
    postgres.update("ALTER TABLE run_steps ADD CHECK (step <> 'resolutions' OR status <> 'running')");
    RunRecord run = run("cli");
    assertThat(done).doesNotContain("resolutions").contains("publish-wallets");
    assertThat(steps(run)).contains("resolutions failed null");
    assertThat(run.steps()).filteredOn(s -> s.step().equals("resolutions")).singleElement().extracting(StepRecord::error).asString()
        .contains("run_steps");
    assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
  }

  @Test
  void unrecordableRun_doesNothing() {
    postgres.update("ALTER TABLE runs ADD CHECK (trigger <> 'cli')");
    Exchange asked = main.getCamelContext().createProducerTemplate().request("direct:nightly", e -> e.getMessage().setHeader("trigger", "cli"));
    assertThat(asked.getException()).isInstanceOf(RunNotStartedException.class).hasMessageContaining("No run was started");
    assertThat(done).isEmpty();
    assertThat(lock.holder("nightly")).isEmpty();
  }

  @Test
  void unwritableSummary_isInPostgres_runKeepsItsResult() throws Exception {
    // folders cannot be replaced by a file; on a full disk it fails as well
    Files.createDirectories(runtime.resolve("nightly-summary.json/in-the-way"));
    Files.createDirectories(runtime.resolve("rebuild-summary.json/in-the-way"));
    assertThat(run("cli").status()).isEqualTo(RunStatus.SUCCESS);
    Maintenance maintenance = new Maintenance(runStore, lock, summary(), List.of(RunKind.ofWork("backfill"), RunKind.ofWork("rebuild")));
    assertThatThrownBy(() -> maintenance.run("rebuilt", "cli", guard -> new StepResult(3, Map.of()))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'rebuilt'");
    assertThat(maintenance.run("rebuild", "cli", guard -> new StepResult(3, Map.of())).status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(postgres.query("SELECT kind || ' ' || status || ' ' || (summary->>'exit_code') FROM runs ORDER BY id", row -> row.getString(1)))
        .containsExactly("nightly success 0", "rebuild success 0");
    assertThat(lock.current()).isEmpty();
    assertThat(new OpenRuns(runStore, lock, summary()).orphaned(kind -> true, kind -> true)).as("nothing is left open").isEmpty();
  }

  @Test
  void droppedFiles_areRecordedAsWaitingOnlyAfterTheirStep() {
    work.put("markets", guard -> {
      start("direct:resolution-file-apply", new RunStart("resolution-file-apply", "drop", null));
      return succeed("markets");
    });
    work.put("resolutions", guard -> {
      // the files are dealt with just now, and wait until that has ended
      start("direct:resolution-file-apply", new RunStart("resolution-file-apply", "drop", null));
      return succeed("resolutions");
    });
    assertThat(run("start").status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(runStore.runs(10, 0)).as("the run takes them itself").extracting(RunRecord::kind).containsExactly("nightly");

    work.put("markets", guard -> succeed("markets"));
    work.put("publish-wallets", guard -> {
      start("direct:resolution-file-apply", new RunStart("resolution-file-apply", "drop", null));
      start("direct:resolution-file-apply", new RunStart("resolution-file-apply", "drop", null));
      return succeed("publish-wallets");
    });
    run("start");
    assertThat(runStore.runs(10, 0)).filteredOn(run -> run.kind().equals("resolution-file-apply")).as("they came too late for it, said once").singleElement()
        .satisfies(run -> assertThat(run.reason()).startsWith("another run is in progress, this one follows: this process (start)"));
  }

  private static Instant inThreeDays() {
    return Instant.now().plus(Duration.ofDays(3));
  }

  @Test
  void firingDuringOtherWork_isCaughtUp_duringNightlyRun_isNot() {
    Instant due = Instant.parse("2026-03-08T07:00:00Z");
    try (RunLock.Held replay = lock("process 7").tryAcquire("nightly", "http").orElseThrow()) {
      runStore.startNew("replay", "http", replay.fence());
      start("direct:nightly", new RunStart("nightly", RunStart.SCHEDULE, due));
      start("direct:nightly", new RunStart("nightly", RunStart.LATE, due));
    }
    assertThat(runStore.runs(10, 0)).filteredOn(run -> run.kind().equals("nightly")).singleElement().satisfies(run -> {
      assertThat(run.status()).isEqualTo(RunStatus.SKIPPED);
      assertThat(run.reason()).containsOnlyOnce("another run is in progress: process 7 (http)");
    });
    assertThat(runStore.isFiringHandled("nightly", due, inThreeDays())).as("a second of other work does not cancel the night").isFalse();

    start("direct:nightly", new RunStart("nightly", RunStart.LATE, due));
    assertThat(runStore.isFiringHandled("nightly", due, inThreeDays())).isTrue();
    assertThat(runStore.runs(10, 0)).filteredOn(run -> run.kind().equals("nightly")).singleElement().satisfies(run -> {
      assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(run.trigger()).isEqualTo("schedule-late");
    });

    Instant next = Instant.now().plus(Duration.ofDays(1));
    try (RunLock.Held nightly = lock("process 8").tryAcquire("nightly", "http").orElseThrow()) {
      runStore.begin(new RunStart("nightly", "http", null), nightly.fence());
      start("direct:nightly", new RunStart("nightly", RunStart.SCHEDULE, next));
    }
    assertThat(runStore.isFiringHandled("nightly", next, inThreeDays())).as("the run that was going on is the night's").isTrue();

    Instant later = next.plus(Duration.ofHours(1));
    try (RunLock.Held resumed = lock("process 8").tryAcquire("nightly", "schedule").orElseThrow()) {
      long run = runStore.begin(new RunStart("nightly", RunStart.RESUME, null), resumed.fence()).orElseThrow();
      runStore.steps().started(run, resumed.fence(), "ingest", RunRoutes.KINDS.ofWork("ingest"), List.of());
      start("direct:nightly", new RunStart("nightly", RunStart.SCHEDULE, later));
      assertThat(runStore.isFiringHandled("nightly", later, inThreeDays())).as("what is carried on has read its events before").isFalse();
      postgres.update("UPDATE run_steps SET started_at = now() + interval '2 days'");
      assertThat(runStore.coversFiring(new RunStart("nightly", RunStart.LATE, later), RunRoutes.KINDS.readingEvents())).as("it reads them since").isTrue();
    }

    RunStart old = new RunStart("nightly", RunStart.SCHEDULE, next.plus(Duration.ofDays(1)));
    assertThat(runStore.deferFiring(old, "a replay")).isPresent();
    assertThat(runStore.deferFiring(old, "a replay")).as("told once").isEmpty();
    assertThat(runStore.skipped(old, "too late").flatMap(runStore::run).orElseThrow().reason()).isEqualTo("a replay; too late");
    assertThat(runStore.skipped(old, "too late")).isEmpty();
    assertThat(runStore.isFiringHandled("nightly", old.due(), inThreeDays())).as("it got too old").isTrue();
  }
}
