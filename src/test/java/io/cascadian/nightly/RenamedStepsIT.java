package io.cascadian.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.health.CheckResult;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A nightly run in which an operator gave every step an id of his own, and switched one off, has the same statuses and
 * is resumed by the same rules.
 */
class RenamedStepsIT extends RunRoutes {

  private static final Map<String, String> NAMES = Map.of("health", "look-first", "markets", "gamma", "ingest", "goldsky", "missing-markets",
      "fill-gaps", "resolutions", "files", "publish-wallets", "tables", "signal-wallets", "followers", "gates", "judge");

  @TempDir
  private Path folder;

  @Override
  String routes() throws IOException {
    RouteTree.copiedTo(folder);
    Path nightly = folder.resolve("nightly/nightly.camel.yaml");
    String text = Files.readString(nightly);
    for (Map.Entry<String, String> name : NAMES.entrySet()) {
      assertThat(text).contains("                  id: " + name.getKey() + "\n");
      text = text.replace("                  id: " + name.getKey() + "\n", "                  id: " + name.getValue() + "\n");
    }
    // and one is switched off
    text = text.replace("                  id: followers\n", "                  id: followers\n                  disabled: true\n");
    Files.writeString(nightly, text);
    Path summary = folder.resolve("nightly/summary.camel.yaml");
    Files.writeString(summary, Files.readString(summary).replace("        - multicast:\n            steps:\n", "        - multicast:\n            steps:\n              - to:\n                  uri: seda:ended?waitForTaskToComplete=Never\n"));
    return routes(folder);
  }

  @Test
  void renamedSteps_nothingButLookedWell_runFails() {
    for (String step : List.of("markets", "missing-markets", "publish-wallets", "signal-wallets")) {
      work.put(step, guard -> {
        throw new IllegalStateException("ClickHouse is away");
      });
    }
    work.put("resolutions", guard -> new StepResult(0, Map.of("files", 0)));
    ingested = false;
    RunRecord run = run("cli");
    assertThat(steps(run)).containsExactly("look-first success 1", "gamma failed null", "goldsky failed null", "fill-gaps failed null",
        "files success 0", "tables failed null", "judge success 0");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    work.put("resolutions", guard -> new StepResult(0, Map.of("files", 1)));
    assertThat(run("cli").status()).as("a file was dealt with").isEqualTo(RunStatus.PARTIAL);
  }

  @Test
  void renamedCriticalStep_fails_runIsAborted() {
    health = CheckResult.critical("no connection", Map.of());
    RunRecord run = run("cli");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(done).isEmpty();
    assertThat(steps(run)).startsWith("look-first failed null", "gamma skipped null");
  }

  @Test
  void renamedSteps_killedWhileReading_catalogueIsReadAgain() {
    long id = cutOff("look-first success health", "gamma success market-catalogue", "goldsky running ingest");
    RunRecord run = run("start");
    assertThat(run.id()).isEqualTo(id);
    assertThat(done).startsWith("markets", "ingest").contains("publish-wallets");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
  }

  @Test
  void openRunOfOldIds_resumed_goesOnAtItsUnfinishedStep() {
    long id = cutOff("health success health", "markets success market-catalogue", "ingest failed ingest", "missing-markets success missing-markets",
        "resolutions running resolution-files");
    RunRecord run = run("start");
    assertThat(run.id()).isEqualTo(id);
    assertThat(done).containsExactly("resolutions", "publish-wallets");
    assertThat(steps(run)).containsExactly("look-first success 1", "gamma success 11", "goldsky failed null", "fill-gaps success 11",
        "files success 3", "tables success 3", "judge success 0");
    assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
  }

  @Test
  void openRunWhoseIdsChangedPlaces_resumed_goesByTheWork() {
    // the id that the catalogue's step had is the publication's by now
    cutOff("look-first success health", "tables success market-catalogue", "gamma success ingest", "goldsky failed missing-markets",
        "files running resolution-files");
    RunRecord run = run("start");
    assertThat(done).containsExactly("resolutions", "publish-wallets");
    assertThat(steps(run)).containsExactly("look-first success 1", "gamma success 11", "goldsky success 11", "fill-gaps failed null",
        "files success 3", "tables success 3", "judge success 0");
  }

  @Test
  void renamedStep_otherRunReadsEvents_firingIsCovered() {
    Instant due = Instant.now().minus(Duration.ofHours(1));
    try (RunLock.Held held = lock("process 8").tryAcquire("nightly", "schedule").orElseThrow()) {
      runStore.begin(new RunStart("nightly", "http", null), held.fence());
      long id = runStore.begin(new RunStart("nightly", RunStart.RESUME, null), held.fence()).orElseThrow();
      assertThat(runStore.coversFiring(new RunStart("nightly", RunStart.LATE, due), RunRoutes.KINDS.readingEvents())).isFalse();
      runStore.steps().started(id, held.fence(), "goldsky", RunRoutes.KINDS.ofWork("ingest"), List.of());
      assertThat(runStore.coversFiring(new RunStart("nightly", RunStart.LATE, due), RunRoutes.KINDS.readingEvents())).isTrue();
    }
  }

  @Test
  void endpointAddedToTheSummary_runEnds_getsItsFacts() {
    ingested = false;
    assertThat(run("cli").status()).isEqualTo(RunStatus.PARTIAL);
    Exchange ended = main.getCamelContext().createConsumerTemplate().receive("seda:ended", 5_000);
    assertThat(ended.getMessage().getHeaders()).containsEntry("runId", 1L).containsEntry("runKind", "nightly").containsEntry("runStatus", "partial")
        .containsEntry("runExitCode", 2).containsEntry("runTrigger", "cli").containsEntry("runFailedSteps", "goldsky");
    assertThat(ended.getMessage().getBody(String.class)).contains("\"status\" : \"partial\"", "the source is away");
  }
}
