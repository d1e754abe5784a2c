package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on an empty folder, twice, and killed in the middle. */
class DemoIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path folder;

  @Test
  void aSecondRunAddsNothingAndAKilledRunEndsWithTheSameTables() throws Exception {
    Path undisturbed = folder.resolve("undisturbed");
    demo(undisturbed, 0);
    JsonNode first = summary(undisturbed);
    assertThat(first.path("status").asText()).isEqualTo("success");
    assertThat(first.path("steps")).extracting(s -> s.path("step").asText() + " " + s.path("status").asText()).containsExactly(
        "health success", "markets success", "ingest success", "missing-markets success", "resolutions success", "outcomes success",
        "signal-wallets success", "gates success");
    assertThat(step(first, "missing-markets").path("details").path("missing").asLong(-1)).isZero();
    assertThat(step(first, "ingest").path("details").path("events").asLong()).isGreaterThan(300_000);
    Map<String, String> tables = PublishedTables.of(undisturbed);

    demo(undisturbed, 0);
    assertThat(step(summary(undisturbed), "ingest").path("details").path("events").asLong(-1)).isZero();
    assertThat(step(summary(undisturbed), "outcomes").path("rows").asLong(-1)).isZero();
    assertThat(PublishedTables.of(undisturbed)).isEqualTo(tables);

    Path killed = folder.resolve("killed");
    Files.createDirectories(killed);
    // the same history, not one of the same kind
    Files.copy(undisturbed.resolve("sandbox.json"), killed.resolve("sandbox.json"));
    List<ProcessHandle> engines = new ArrayList<>();
    try (CommandLine command = CommandLine.start(environment(killed), "demo", "--once", "--data-dir", killed.toString())) {
      command.awaitLine("fills: [0-9,]+ events", 120);
      ProcessHandle.of(command.pid()).orElseThrow().descendants().forEach(engines::add);
      command.kill();
    }
    assertThat(engines).as("engines of the killed process").hasSizeGreaterThan(1);
    for (ProcessHandle engine : engines) {
      engine.onExit().get(20, TimeUnit.SECONDS);
    }

    demo(killed, 0);
    JsonNode resumed = summary(killed);
    assertThat(resumed.path("attempts").asInt()).as("the run that was cut off goes on").isEqualTo(2);
    assertThat(step(resumed, "ingest").path("details").path("events").asLong())
        .isLessThan(step(first, "ingest").path("details").path("events").asLong());
    assertThat(PublishedTables.of(killed)).isEqualTo(tables);
  }

  private static void demo(Path dataDir, int expected) throws Exception {
    try (CommandLine command = CommandLine.start(environment(dataDir), "demo", "--once", "--data-dir", dataDir.toString())) {
      int code = command.exitCode(180);
      assertThat(code).as(command.text()).isEqualTo(expected);
      assertThat(command.text()).as("what Logback tells of itself is of no use to an operator").doesNotContain("|-INFO");
    }
  }

  private static Map<String, String> environment(Path dataDir) {
    return Map.of("RUNTIME_DIR", dataDir.resolve("runtime").toString(), "DROP_DIR", dataDir.resolve("drop").toString());
  }

  private static JsonNode summary(Path dataDir) throws IOException {
    return JSON.readTree(dataDir.resolve("runtime/nightly-summary.json").toFile());
  }

  private static JsonNode step(JsonNode summary, String name) {
    for (JsonNode step : summary.path("steps")) {
      if (step.path("step").asText().equals(name)) {
        return step;
      }
    }
    throw new AssertionError("no step " + name + " in " + summary);
  }
}
