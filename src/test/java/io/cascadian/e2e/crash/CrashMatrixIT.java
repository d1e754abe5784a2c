package io.cascadian.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.e2e.CommandLine;
import io.cascadian.store.Postgres;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packaged service is killed with -9 where it hurts, or asked to end; the next night, without help, ends as a success with the tables of
 * a twin that nothing happened to. Some points with every build, all of them with {@code -Pproof}; {@link CrashFirstRunIT} does so on first runs.
 */
@Tag("matrix")
class CrashMatrixIT {

  private static final int TIMEOUT_SECONDS = 120;

  @RegisterExtension
  private static final Nights NIGHTS = Nights.SHARED;

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.cascadian.e2e.crash.CrashPoint#chosen")
  void killedNight_isCaughtUp(CrashPoint point) throws Exception {
    Twins nights = NIGHTS.twins();
    nights.nextDay();
    kill(nights, point);
    MatrixReport.note("a later night", point.title(), "killed", nights.heal());
  }

  @Test
  void terminatedRun_endsItsStep_andNextRunResumesAfterIt() throws Exception {
    Twins nights = NIGHTS.twins();
    nights.nextDay();
    Installation here = nights.disturbed;
    CompletableFuture<Void> inIngest = new CompletableFuture<>();
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    CrashPoint.BEFORE_INSERT.hold(here, () -> {
      inIngest.complete(null);
      goOn.get();
    });
    try (CommandLine command = here.start(); Postgres postgres = here.postgres()) {
      inIngest.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      // SIGTERM
      ProcessHandle.of(command.pid()).orElseThrow().destroy();
      command.awaitLine("Stopping: no new work is accepted", TIMEOUT_SECONDS);
      goOn.complete(null);
      assertThat(command.exitCode(TIMEOUT_SECONDS)).as(command.text()).isEqualTo(143);
      assertThat(command.text()).contains("Step ingest: success", "Step missing-markets is not started, because the service is stopping")
          .contains("the next start resumes it").doesNotContain("\tat ").doesNotContain("|-INFO");
      long run = postgres.queryOne("SELECT id FROM runs WHERE status = 'running'", row -> row.getLong(1)).orElseThrow();
      assertThat(steps(postgres, run)).extracting(step -> step.replaceAll(" at .*", ""))
          .containsExactly("health success", "markets success", "ingest success");
      assertThat(postgres.query("SELECT holder FROM run_lock WHERE holder IS NOT NULL", row -> row.getString(1))).isEmpty();
      assertThat(postgres.query("SELECT pid FROM pg_locks WHERE locktype = 'advisory'", row -> row.getLong(1))).isEmpty();
      String ingested = steps(postgres, run).get(2);

      JsonNode resumed = nights.heal();
      assertThat(resumed.path("run").asLong()).isEqualTo(run);
      assertThat(resumed.path("attempts").asInt()).isEqualTo(2);
      assertThat(steps(postgres, run)).hasSize(8).contains(ingested);
    } finally {
      goOn.complete(null);
    }
  }

  /** What is recorded of a run's steps, with the times at which they were begun. */
  private static List<String> steps(Postgres postgres, long run) {
    return postgres.query("SELECT step || ' ' || status || ' at ' || started_at FROM run_steps WHERE run_id = ? ORDER BY position",
        row -> row.getString(1), run);
  }

  static void kill(Twins twins, CrashPoint point) throws Exception {
    Trap trap = point.arm(twins.disturbed, twins.disturbed::kill);
    try (CommandLine command = twins.disturbed.start()) {
      int code = command.exitCode(120);
      assertThat(code).as("the run comes by %s, and is killed there; it said\n%s", trap, command.text()).isEqualTo(137);
    }
    trap.awaitSprung(10);
  }
}
