package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.docs.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program, killed in the middle, and twice more; with {@code -Pproof} on an empty folder, with the history that a newcomer gets, and beside one
 * that nothing happened to.
 */
@Tag("matrix")
class DemoIT {

  private static final String RUNTIME = "run%20#1";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path folder;

  /** With the proofs four runs over all of a newcomer's history, beside other tests. */
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void killedRun_isResumed_secondRunAddsNothing() throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(data);
    if (!Boolean.getBoolean("proof")) {
      // a tenth of the history that a newcomer gets
      Files.writeString(data.resolve("sandbox.json"), "{\"seed\":1,\"scale\":0.1,\"anchor\":" + Instant.now().getEpochSecond() / 3600 * 3600 + "}");
    }
    List<ProcessHandle> engines = new ArrayList<>();
    try (CommandLine command = CommandLine.start(environment(data), "demo", "--once", "--data-dir", data.toString())) {
      command.awaitLine("fills: [0-9,]+ events", 120);
      ProcessHandle.of(command.pid()).orElseThrow().descendants().forEach(engines::add);
      command.kill();
    }
    assertThat(engines).as("engines of the killed process").hasSizeGreaterThan(1);
    for (ProcessHandle engine : engines) {
      engine.onExit().get(20, TimeUnit.SECONDS);
    }

    demo(data, 0);
    JsonNode resumed = summary(data);
    assertThat(resumed.path("attempts").asInt()).as("the run that was cut off goes on").isEqualTo(2);
    assertThat(resumed.path("status").asText()).isEqualTo("success");
    assertThat(resumed.path("steps")).extracting(s -> s.path("step").asText() + " " + s.path("status").asText()).containsExactly(
        "health success", "markets success", "ingest success", "missing-markets success", "resolutions success", "publish-wallets success",
        "signal-wallets success", "gates success");
    assertThat(step(resumed, "missing-markets").path("details").path("missing").asLong(-1)).isZero();
    assertThat(step(resumed, "ingest").path("details").path("events").asLong()).isPositive();
    Map<String, String> tables = PublishedTables.of(data);
    assertThat(answerToReadme("all_wallets", data)).as("what all wallets gained together before fees").matches("(?s).*\\R0\\t[1-9][0-9]*\\t[1-9][0-9]*\\s*");

    demo(data, 0);
    assertThat(step(summary(data), "ingest").path("details").path("events").asLong(-1)).isZero();
    assertThat(step(summary(data), "publish-wallets").path("rows").asLong(-1)).isZero();
    assertThat(PublishedTables.of(data)).isEqualTo(tables);

    if (Boolean.getBoolean("proof")) {
      Path undisturbed = folder.resolve("undisturbed");
      Files.createDirectories(undisturbed);
      // the same history, not one of the same kind
      Files.copy(data.resolve("sandbox.json"), undisturbed.resolve("sandbox.json"));
      demo(undisturbed, 0);
      assertThat(step(summary(undisturbed), "ingest").path("details").path("events").asLong()).isGreaterThan(300_000);
      assertThat(PublishedTables.of(undisturbed)).isEqualTo(tables);
    }
  }

  /** Asks a question of the README as it stands there. */
  private static String answerToReadme(String column, Path dataDir) throws Exception {
    String line = new Markdown(Path.of("README.md"), Files.readString(Path.of("README.md"))).shellLines(true).stream()
        .filter(asked -> asked.contains(column)).findFirst().orElseThrow();
    List<String> words = new ArrayList<>(Markdown.words(line));
    words.remove(0);
    words.addAll(List.of("--data-dir", dataDir.toString()));
    try (CommandLine command = CommandLine.start(environment(dataDir), words.toArray(String[]::new))) {
      assertThat(command.exitCode(120)).as(command.text()).isZero();
      return command.text();
    }
  }

  private static void demo(Path dataDir, int expected) throws Exception {
    try (CommandLine command = CommandLine.start(environment(dataDir), "demo", "--once", "--data-dir", dataDir.toString())) {
      int code = command.exitCode(180);
      assertThat(code).as(command.text()).isEqualTo(expected);
      assertThat(command.text()).as("what Logback tells of itself is of no use to an operator").doesNotContain("|-INFO");
    }
  }

  private static Map<String, String> environment(Path dataDir) {
    // variables of the environment with what an address would read otherwise; a smaller history has fewer resolved conditions than the gate asks for by default
    return Map.of("RUNTIME_DIR", dataDir.resolve(RUNTIME).toString(), "DROP_DIR", dataDir.resolve("drop%20%2F").toString(),
        "RESOLUTION_MIN_RESOLVED", Boolean.getBoolean("proof") ? "3000" : "600");
  }

  private static JsonNode summary(Path dataDir) throws IOException {
    return JSON.readTree(dataDir.resolve(RUNTIME).resolve("nightly-summary.json").toFile());
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
