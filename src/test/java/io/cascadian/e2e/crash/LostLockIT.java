package io.cascadian.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cascadian.e2e.CommandLine;
import io.cascadian.e2e.crash.Trap.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two processes on one installation: one runs at a time, and one that lost its turn without noticing commits nothing. */
@Tag("proof")
class LostLockIT {

  private static final int TIMEOUT_SECONDS = 120;

  @RegisterExtension
  private static final Nights NIGHTS = Nights.SHARED;

  /** What the holder is about to do when it is paused. */
  enum Pause {
    BEFORE_INSERT(CrashPoint.BEFORE_INSERT),
    /** Within the transaction that moves the cursor, which the server ends after half a minute. */
    BEFORE_CURSOR_COMMIT(CrashPoint.BEFORE_CURSOR_COMMIT),
    BEFORE_MAP_IS_RECORDED(CrashPoint.MAP_APPLIED_NOT_RECORDED),
    BEFORE_PUBLICATION_IS_DECIDED(CrashPoint.BUILD_VERIFIED_BEFORE_PUBLICATION),
    BEFORE_PUBLICATION(CrashPoint.PUBLICATION_DECIDED),
    BEFORE_RUN_IS_CLOSED(CrashPoint.BEFORE_RUN_IS_CLOSED);

    private final CrashPoint at;

    Pause(CrashPoint at) {
      this.at = at;
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void pausedHolder_afterLostLock_commitsNothing(Pause pause) throws Exception {
    Twins nights = NIGHTS.twins();
    nights.nextDay();
    Installation here = nights.disturbed;
    CompletableFuture<Void> paused = new CompletableFuture<>();
    CompletableFuture<Void> awake = new CompletableFuture<>();
    pause.at.hold(here, holding(paused, awake, () -> signal("STOP", here.running().pid())));
    try (CommandLine first = here.start()) {
      paused.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      here.loseLock();
      nights.heal();
      List<String> cursors = here.cursors();
      Map<String, String> tables = here.tables();

      signal("CONT", first.pid());
      awake.complete(null);
      int code = first.exitCode(TIMEOUT_SECONDS);
      assertThat(first.text()).contains("lost the lock 'nightly'");
      assertThat(code).isEqualTo(1);
      assertThat(here.cursors()).isEqualTo(cursors);
      assertThat(here.tables()).isEqualTo(tables);
      MatrixReport.note("a later night", "paused " + pause.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ", lock lost, woken",
          "exit code " + code, here.run(0));
      nights.same();
    } finally {
      awake.complete(null);
    }
  }

  @Test
  void twoProcesses_oneRuns_otherNamesHolder() throws Exception {
    Twins nights = NIGHTS.twins();
    nights.nextDay();
    Installation here = nights.disturbed;
    CompletableFuture<Void> running = new CompletableFuture<>();
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    CrashPoint.BEFORE_INSERT.hold(here, holding(running, goOn, () -> { }));
    try (CommandLine one = here.start(); CommandLine other = here.start()) {
      running.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> !one.isRunning() || !other.isRunning());
      CommandLine skipped = one.isRunning() ? other : one;
      CommandLine holder = skipped == one ? other : one;
      assertThat(skipped.exitCode(10)).isZero();
      assertThat(skipped.text()).containsPattern("skipped: another run is in progress: process " + holder.pid() + "-\\w{6} \\(cli\\) since 20");

      goOn.complete(null);
      assertThat(holder.exitCode(TIMEOUT_SECONDS)).as(holder.text()).isZero();
    } finally {
      goOn.complete(null);
    }
    nights.undisturbedNight();
    nights.same();
  }

  /** Does something, reports it, and keeps the request until it is asked to let it go. */
  private static Action holding(CompletableFuture<Void> reached, CompletableFuture<Void> release, Action first) {
    return () -> {
      first.run();
      reached.complete(null);
      release.get();
    };
  }

  private static void signal(String name, long pid) throws Exception {
    int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
    assertThat(code).as("kill -%s", name).isZero();
  }
}
