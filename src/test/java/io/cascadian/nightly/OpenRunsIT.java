package io.cascadian.nightly;

import io.cascadian.store.PostgresMigrations;
import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.Sql;
import io.cascadian.testkit.TestStores;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that closing orphaned runs does not touch the runs of a process that acquires the lock at that moment. */
class OpenRunsIT {

  private static final PostgresSettings SETTINGS = TestStores.freshPostgresSettings();
  private static final ClickHouse CLICK_HOUSE = TestStores.freshClickHouse();
  private static Postgres postgres;

  private final RunStore runStore = new RunStore(postgres, Duration.ofHours(20));
  private final RunLock lock = lock(postgres);
  private SummaryRoute summaries;
  private RunSummary summary;

  @TempDir
  private Path runtime;

  @BeforeAll
  static void open() {
    postgres = Postgres.connect(SETTINGS);
    new PostgresMigrations(postgres).migrate();
  }

  @AfterAll
  static void close() {
    postgres.close();
  }

  @BeforeEach
  void empty() throws Exception {
    postgres.update("TRUNCATE runs, run_steps, run_lock");
    summaries = new SummaryRoute(runtime, postgres);
    summary = summaries.summary();
  }

  @AfterEach
  void stop() {
    summaries.close();
  }

  @Test
  void lockAcquiredDuringCheck_runsStayOpen() {
    long run = runStore.startNew("backfill", "cli", 1);
    runStore.steps().started(run, 1, "backfill");
    List<RunLock.Held> taken = new ArrayList<>();
    // whether a run can be resumed is checked after the lock was found free
    Optional<RunStart> start = new OpenRuns(runStore, lock, summary).orphaned(kind -> {
      taken.add(lock.tryAcquire("nightly", "cli").orElseThrow());
      return false;
    }, kind -> true);
    taken.forEach(RunLock.Held::close);
    assertThat(taken).hasSize(1);
    assertThat(start).isEmpty();
    assertThat(runStore.run(run).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);

    assertThat(new OpenRuns(runStore, lock, summary).orphaned(kind -> false, kind -> true)).isEmpty();
    assertThat(runStore.run(run).orElseThrow().status()).as("when the lock is free").isEqualTo(RunStatus.FAILED);
    assertThat(runStore.run(run).orElseThrow().steps()).singleElement().satisfies(step -> {
      assertThat(step.status()).isEqualTo(StepStatus.FAILED);
      assertThat(step.error()).isEqualTo("cut off: the process ended before the run did");
    });
    assertThat(runtime.resolve("backfill-summary.json")).content().contains("\"status\" : \"failed\"", "the process ended before the run did");
  }

  /** The first attempt read the source and published, so its source time belongs to the numbers, although the resumed run has another fence. */
  @Test
  void sourceTimeOfPublishedNumbers_survivesResumedRun() {
    publishedWithSourceTime(1, "2026-01-01T08:00:00Z");
    long run = publishedWithSourceTime(2, "2026-01-02T08:00:00Z");
    assertThat(runStore.begin(new RunStart("nightly", RunStart.RESUME, null), 3)).contains(run);
    assertThat(postgres.queryOne(Sql.load("publish/data-time"), row -> row.getString("source_time"))).contains("2026-01-02T08:00:00Z");
    // a source time that was read but not published does not
    runStore.steps().started(run, 3, "ingest");
    runStore.steps().ended(run, 3, ingested("2026-01-03T08:00:00Z"));
    assertThat(postgres.queryOne(Sql.load("publish/data-time"), row -> row.getString("source_time"))).contains("2026-01-01T08:00:00Z");
  }

  private long publishedWithSourceTime(long fence, String time) {
    long run = runStore.startNew("nightly", "schedule", fence);
    runStore.steps().started(run, fence, "ingest");
    runStore.steps().ended(run, fence, ingested(time));
    postgres.update("UPDATE ledger_state SET watermark = ?", fence);
    return run;
  }

  private static StepRecord ingested(String time) {
    return new StepRecord("ingest", StepStatus.SUCCESS, Instant.EPOCH, 1L, 1L, null, Map.of("source_time", time));
  }

  @Test
  void runStartedDuringCheck_isNotResumed() {
    long orphaned = runStore.startNew("resolution-file-apply", "drop", 1);
    // querying locks through the search path below starts another run at that moment
    postgres.update("CREATE SCHEMA meanwhile");
    postgres.update("""
        CREATE FUNCTION meanwhile.locks() RETURNS SETOF pg_catalog.pg_locks LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO public.runs (kind, trigger, status) VALUES ('nightly', 'cli', 'running');
          RETURN QUERY SELECT * FROM pg_catalog.pg_locks;
        END $$
        """);
    postgres.update("CREATE VIEW meanwhile.pg_locks AS SELECT * FROM meanwhile.locks()");
    try (Postgres slow = Postgres.connect(new PostgresSettings(
        SETTINGS.jdbcUrl() + (SETTINGS.jdbcUrl().contains("?") ? "&" : "?") + "currentSchema=meanwhile,pg_catalog,public", SETTINGS.user(),
        SETTINGS.password(), 1))) {
      assertThat(new OpenRuns(runStore, lock(slow), summary).orphaned(kind -> true, kind -> true)).contains(new RunStart("resolution-file-apply", RunStart.RESUME, null));
    }
    assertThat(runStore.open()).extracting(OpenRuns.Open::kind).as("both are open").containsExactly("nightly", "resolution-file-apply");
    assertThat(runStore.run(orphaned).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);
  }

  private static RunLock lock(Postgres postgres) {
    return new RunLock(postgres, () -> DriverManager.getConnection(SETTINGS.jdbcUrl(), SETTINGS.user(), SETTINGS.password()),
            new Fences(postgres, CLICK_HOUSE), "this process");
  }
}
