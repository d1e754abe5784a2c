package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cascadian.nightly.RunKind;
import io.cascadian.runtime.Modules;
import io.cascadian.store.Postgres;
import io.cascadian.testkit.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What metrics of the recorded state say: all of one moment, and of dropped files' entries, which an alert divides by each other. */
class RecordedStateIT {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void knownEntries_areNeitherWrittenNorSkipped() {
    try (Postgres postgres = TestStores.freshPostgres(); RecordedState state = new RecordedState(postgres, registry, Modules.contributions().all(MetricQuery.class))) {
      state.read();
      assertThat(entries("written", "none")).isZero();
      assertThat(entries("known", "none")).isZero();

      file(postgres, "applied", 1179, "{\"resolved\": 1179, \"skipped\": {\"no-market-id\": 1626, \"no-outcome\": 53}}");
      file(postgres, "unchanged", 0, "{\"resolved\": 1179, \"skipped\": {\"no-market-id\": 1626, \"no-outcome\": 53}}");
      file(postgres, "applied", 1, "{\"resolved\": 1180, \"skipped\": {}}");
      // a report, a list of events and a rejected file say nothing of resolutions
      file(postgres, "noted", 0, "{\"mappings\": 3, \"skipped\": 7}");
      file(postgres, "applied", 40, "{\"rows\": 40, \"resolved\": \"unknown\"}");
      file(postgres, "rejected", 0, "{}");
      state.read();
      assertThat(entries("written", "none")).isEqualTo(1179 + 1 + 40);
      assertThat(entries("known", "none")).isEqualTo(1179 + 1179);
      assertThat(entries("skipped", "no-market-id")).isEqualTo(2 * 1626);
      assertThat(entries("skipped", "no-outcome")).isEqualTo(2 * 53);
    }
  }

  @Test
  void values_areReadInOneSnapshot() throws Exception {
    try (Postgres postgres = TestStores.freshPostgres(); RecordedState state = new RecordedState(postgres, registry, Modules.contributions().all(MetricQuery.class))) {
      state.read();
      postgres.update("INSERT INTO runs (kind, trigger, status, finished_at) VALUES ('resolution-file-apply', 'drop', 'success', now())");
      file(postgres, "applied", 3, "{\"resolved\": 3, \"skipped\": {}}");
      CompletableFuture<Void> reading;
      try (Connection other = postgres.dataSource().getConnection(); Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("LOCK TABLE resolution_files IN ACCESS EXCLUSIVE MODE");
        reading = CompletableFuture.runAsync(state::read, task -> new Thread(task).start());
        await().until(() -> postgres.queryOne("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'", row -> true).isPresent());
        // of the runs it knows already, of the file not yet
        assertThat(registry.find("cascadian.run.last.end.timestamp").gauge()).isNull();
        assertThat(entries("written", "none")).isZero();
        statement.execute("INSERT INTO resolution_files (name, size_bytes, status, rows_written, counts, fence) VALUES ('g.json', 1, 'applied', 4, '{}', 1)");
        other.commit();
      }
      reading.get(30, TimeUnit.SECONDS);
      assertThat(registry.find("cascadian.run.last.end.timestamp").gauge()).isNotNull();
      // the second file came after the snapshot
      assertThat(entries("written", "none")).isEqualTo(3);
      state.read();
      assertThat(entries("written", "none")).isEqualTo(7);
    }
  }

  @Test
  void unseenFailures_areZero() {
    try (Postgres postgres = TestStores.freshPostgres(); RecordedState state = new RecordedState(postgres, registry, Modules.contributions().all(MetricQuery.class))) {
      postgres.update("INSERT INTO planned_steps VALUES ('nightly', 'ingest', 'ingest', 1)");
      state.read();
      assertThat(runs("nightly", "failed")).isZero();
      List<String> kinds = Modules.contributions().all(RunKind.class).stream().map(RunKind::name).toList();
      assertThat(kinds).contains("backfill", "forget-stream").allSatisfy(kind -> assertThat(runs(kind, "partial")).isZero());
      assertThat(steps("nightly", "ingest", "failed")).isZero();
      assertThat(registry.find("cascadian.run.first.start.timestamp").gauge()).isNull();

      postgres.update("INSERT INTO runs (kind, trigger, status, started_at)"
          + " VALUES ('nightly', 'cli', 'failed', 'epoch'::timestamptz + interval '9 s'), ('nightly', 'cli', 'running', now()),"
          + " ('of-mine', 'cli', 'success', now())");
      postgres.update("INSERT INTO run_steps (run_id, step, position, status, started_at, duration_ms, row_count)"
          + " SELECT id, step, 1, status, now(), 1500, 7 FROM runs, (VALUES ('ingest'), ('of-mine')) AS s (step) WHERE status <> 'running'");
      state.read();
      assertThat(runs("nightly", "failed")).isEqualTo(1);
      assertThat(runs("nightly", "success")).isZero();
      assertThat(runs("of-mine", "success")).isEqualTo(1);
      assertThat(runs("of-mine", "failed")).isZero();
      assertThat(steps("nightly", "ingest", "failed")).isEqualTo(1);
      assertThat(steps("nightly", "of-mine", "skipped")).isZero();
      assertThat(step("rows", "nightly", "ingest", "failed")).isEqualTo(7);
      assertThat(step("duration", "nightly", "ingest", "failed")).isEqualTo(1.5);
      assertThat(registry.get("cascadian.run.first.start.timestamp").tag("kind", "nightly").gauge().value()).isEqualTo(9);
    }
  }

  @Test
  void lastRun_rejectedAndWarned_isToldByMetrics() {
    try (Postgres postgres = TestStores.freshPostgres(); RecordedState state = new RecordedState(postgres, registry, Modules.contributions().all(MetricQuery.class))) {
      for (String details : List.of("{\"rejected\": {\"old\": 9}}", "{\"rejected\": {\"bad-number\": 3, \"bad-address\": 1}}")) {
        postgres.update("INSERT INTO runs (kind, trigger, status, finished_at) VALUES ('nightly', 'cli', 'success', now())");
        postgres.update("INSERT INTO run_steps (run_id, step, position, status, started_at, details, warnings)"
            + " SELECT max(id), 'ingest', 1, 'success', now(), ?::jsonb, '[\"a\", \"b\"]' FROM runs", details);
      }
      postgres.update("INSERT INTO run_steps (run_id, step, position, status, started_at, details) SELECT max(id), 'gates', 2, 'success', now(), '{}' FROM runs");
      postgres.update("INSERT INTO runs (kind, trigger, status) VALUES ('nightly', 'cli', 'running'), ('backfill', 'cli', 'running')");
      state.read();
      assertThat(registry.get("cascadian.run.last.rejected").tag("kind", "nightly").gauge().value()).isEqualTo(4);
      assertThat(registry.get("cascadian.run.last.warnings").tag("kind", "nightly").gauge().value()).isEqualTo(2);
      assertThat(registry.find("cascadian.run.last.warnings").tag("kind", "backfill").gauge()).as("no run of it has ended").isNull();
    }
  }

  @Test
  void recentEntries_areSeparate() {
    try (Postgres postgres = TestStores.freshPostgres(); RecordedState state = new RecordedState(postgres, registry, Modules.contributions().all(MetricQuery.class))) {
      file(postgres, "applied", 5, "{\"resolved\": 6, \"skipped\": {\"no-market-id\": 7}}");
      postgres.update("UPDATE resolution_files SET received_at = now() - interval '2 hours'");
      letter(postgres, "old", "25 hours");
      state.read();
      assertThat(recent("written", "none")).isZero();
      assertThat(recent("known", "none")).isZero();
      assertThat(recent("skipped", "no-market-id")).isZero();
      assertThat(entries("skipped", "no-market-id")).isEqualTo(7);
      assertThat(letters("recent")).isZero();
      // recorded by a clock that was ahead, which would be recent until that day has come
      postgres.update("UPDATE resolution_files SET received_at = now() + interval '2 years'");
      postgres.update("UPDATE dead_letters SET created_at = now() + interval '2 years'");
      state.read();
      assertThat(recent("written", "none") + recent("known", "none") + recent("skipped", "no-market-id") + letters("recent")).isZero();
      assertThat(letters("open")).isEqualTo(1);

      file(postgres, "applied", 1, "{\"resolved\": 3, \"skipped\": {\"no-market-id\": 4}}");
      letter(postgres, "new", "23 hours");
      letter(postgres, "newer", "0 hours");
      postgres.update("UPDATE dead_letters SET replayed_at = now() WHERE detail = 'newer'");
      state.read();
      assertThat(recent("written", "none")).isEqualTo(1);
      assertThat(recent("known", "none")).isEqualTo(2);
      assertThat(recent("skipped", "no-market-id")).isEqualTo(4);
      assertThat(letters("recent")).isEqualTo(1);
      assertThat(letters("open")).isEqualTo(2);
    }
  }

  private double runs(String kind, String status) {
    return registry.get("cascadian.runs").tags("kind", kind, "status", status).functionCounter().count();
  }

  private double steps(String kind, String step, String status) {
    return registry.get("cascadian.steps").tags("kind", kind, "step", step, "status", status).functionCounter().count();
  }

  private double step(String what, String kind, String step, String status) {
    return registry.get("cascadian.step." + what).tags("kind", kind, "step", step, "status", status).functionCounter().count();
  }

  private double recent(String result, String reason) {
    return registry.get("cascadian.resolution.entries.recent").tags("result", result, "reason", reason).gauge().value();
  }

  private double letters(String which) {
    return registry.get("cascadian.dead.letters." + which).tags("stream", "fills", "reason", "bad-number").gauge().value();
  }

  private static void letter(Postgres postgres, String name, String ago) {
    postgres.update("INSERT INTO dead_letters (stream, reason, detail, payload, payload_hash, origin, created_at)"
        + " VALUES ('fills', 'bad-number', ?, '{}', sha256(?::bytea), 'o', now() - ?::interval)", name, name, ago);
  }

  private double entries(String result, String reason) {
    return registry.get("cascadian.resolution.entries").tags("result", result, "reason", reason).functionCounter().count();
  }

  private static void file(Postgres postgres, String status, long written, String counts) {
    postgres.update("INSERT INTO resolution_files (name, size_bytes, status, rows_written, counts, fence) VALUES ('f.json', 1, ?, ?, ?::jsonb, 1)",
        status, written, counts);
  }
}
