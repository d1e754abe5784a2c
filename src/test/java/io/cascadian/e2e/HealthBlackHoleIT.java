package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.module.CheckDescriptor;
import io.cascadian.runtime.Modules;
import io.cascadian.testkit.BlackHole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code health} where nothing that it asks ever answers: it reports, states what to do, and ends. */
class HealthBlackHoleIT {

  private static final List<String> CHECKS = Modules.contributions().all(CheckDescriptor.class).stream().map(CheckDescriptor::name).toList();
  /** Those that ask something else than this machine. */
  private static final long ASKING = CHECKS.stream().filter(check -> !check.equals("disk-space")).count();
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void command_reportsWithoutAnyResponse(@TempDir Path folder) throws Exception {
    try (BlackHole silent = BlackHole.silent(); BlackHole unreachable = BlackHole.unreachable();
        CommandLine deaf = health(folder.resolve("silent"), silent, "--json");
        CommandLine dropped = health(folder.resolve("unreachable"), unreachable)) {
      // the processes start on a loaded machine as well: the limit of 30 s is the report's own, which it reports
      assertThat(deaf.exitCode(60)).as(deaf.text()).isEqualTo(1);
      assertThat(dropped.exitCode(60)).as(dropped.text()).isEqualTo(1);

      JsonNode report = JSON.readTree(deaf.text().substring(deaf.text().indexOf("{\n")));
      assertThat(report.path("overall_status").asText()).isEqualTo("critical");
      assertThat(report.path("critical_count").asLong()).as(deaf.text()).isEqualTo(ASKING);
      assertThat(report.path("total_duration_ms").asLong()).isLessThan(30_000);
      assertThat(report.path("typical_duration_ms").isNull()).isTrue();
      assertThat(StreamSupport.stream(report.path("checks").spliterator(), false).map(c -> c.path("check").asText())).containsExactlyElementsOf(CHECKS);
      assertThat(report.toString()).as("which address does not answer, but for the key in one").contains(silent.address()).doesNotContain("blackhole-canary");

      String text = dropped.text();
      assertThat(text.lines().filter(line -> line.startsWith("  ✗ "))).as(text).hasSize((int) ASKING);
      assertThat(text).containsPattern("✗ source +no connection: .*; check SOURCE_URL and the network")
          .containsPattern("✗ chain +no connection: .*; check CHAIN_RPC_URL and the network")
          .containsPattern("✗ clickhouse +does not answer: .*is CLICKHOUSE_URL right\\?")
          .containsPattern("✗ clickhouse-tables +.*look at the check 'clickhouse'")
          .containsPattern("✗ postgres +does not answer: .*is DATABASE_URL right\\?")
          .containsPattern("✗ resolution-freshness +.*look at the check 'postgres'")
          .containsPattern("✗ resolution-integrity +.*look at the check 'postgres'")
          .containsPattern("✗ streams +.*look at the check 'postgres'")
          .containsPattern("✗ api +not answering with success: .*look at the service's log")
          .contains("── overall: critical · ", " warning, " + ASKING + " critical");
    }
  }

  private static CommandLine health(Path data, BlackHole hole, String... options) throws Exception {
    Files.createDirectories(data);
    String url = "http://" + hole.address();
    // a service that hangs: its process is there
    Files.writeString(data.resolve("service.json"), "{\"pid\":" + ProcessHandle.current().pid() + ",\"url\":\"" + url + "\"}");
    String[] arguments = new String[options.length + 3];
    arguments[0] = "health";
    arguments[1] = "--data-dir";
    arguments[2] = data.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CommandLine.start(Map.of("CLICKHOUSE_URL", url, "DATABASE_URL", "postgres://u:p@" + hole.address() + "/d", "SOURCE_URL", url + "/api/public/x",
        "GAMMA_URL", url, "CHAIN_RPC_URL", url + "/v2/blackhole-canary"), arguments);
  }
}
