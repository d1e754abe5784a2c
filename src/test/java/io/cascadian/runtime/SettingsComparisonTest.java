package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares settings of a command with those that a service wrote down; who asks the service is decided by that. */
class SettingsComparisonTest {

  @TempDir
  private Path folder;

  @Test
  void settingsOnlyTheServiceHas_areAbsent_notContrary() {
    SettingsComparison compared = compared(Map.of("HEALTH_TIMEOUT", "3s"), Map.of("HEALTH_TIMEOUT", "3s", "CHAIN_RPC_URL", "http://127.0.0.1:1/key",
        "CLICKHOUSE_URL", "http://127.0.0.1:2", "DROP_DIR", "other"));
    assertThat(compared.contrary()).isEmpty();
    assertThat(compared.absent()).containsExactlyInAnyOrder("CHAIN_RPC_URL", "CLICKHOUSE_URL", "DROP_DIR");
  }

  @Test
  void otherValuesOfTheCommand_areContrary() {
    SettingsComparison compared = compared(Map.of("CLICKHOUSE_URL", "http://127.0.0.1:1", "HEALTH_TIMEOUT", "3s", "INGEST_OVERLAP", "7m"),
        Map.of("CLICKHOUSE_URL", "http://127.0.0.1:2", "INGEST_OVERLAP", "7m"));
    assertThat(compared.contrary()).containsExactlyInAnyOrder("CLICKHOUSE_URL", "HEALTH_TIMEOUT");
    assertThat(compared.absent()).isEmpty();
  }

  @Test
  void defaultsWrittenOut_areNoDifference() {
    String timeout = settings(Map.of()).text(HealthSettings.HEALTH_TIMEOUT);
    for (SettingsComparison compared : List.of(compared(Map.of("HEALTH_TIMEOUT", timeout), Map.of()), compared(Map.of(), Map.of("HEALTH_TIMEOUT", timeout)))) {
      assertThat(compared).isEqualTo(new SettingsComparison(List.of(), List.of()));
    }
  }

  @Test
  void whereItListensAndLogs_isNoDifference() {
    Map<String, String> own = Map.of("HTTP_PORT", "1234", "DATA_DIR", folder.toString(), "API_TOKEN", "0123456789abcdef", "LOG_DIR", folder.resolve("l").toString());
    for (SettingsComparison compared : List.of(compared(own, Map.of()), compared(Map.of(), own))) {
      assertThat(compared).isEqualTo(new SettingsComparison(List.of(), List.of()));
    }
  }

  @Test
  void secrets_countByBeingSet_andAreNotWrittenDown() {
    Map<String, String> service = Map.of("SOURCE_API_KEY", "first-canary-key", "CHAIN_RPC_URL", "http://node:1/v2/second-canary-key",
        "DATABASE_URL", "postgres://user:third-canary-key@127.0.0.1:5432/cascadian");
    assertThat(SettingsComparison.given(settings(service)).keySet()).containsAll(service.keySet());
    assertThat(SettingsComparison.given(settings(service)).toString()).doesNotContain("canary");
    assertThat(compared(Map.of("SOURCE_API_KEY", "another-canary-key"), service).contrary()).isEmpty();
    assertThat(compared(Map.of("SOURCE_API_KEY", "another-canary-key"), Map.of()).contrary()).containsExactly("SOURCE_API_KEY");
  }

  /** A service that an earlier version of the program started, or was killed in, left a file of another form. */
  @Test
  void fileOfAnotherVersion_isReadWithoutItsSettings() throws Exception {
    ProcessHandle other = ProcessHandle.current().parent().orElseThrow();
    Files.writeString(folder.resolve("service.json"), "{\"pid\":" + other.pid() + ",\"startedAt\":" + other.info().startInstant().orElseThrow().toEpochMilli()
        + ",\"url\":\"http://127.0.0.1:1\",\"settings\":\"8ed44e7eb9dbeeae\"}");
    assertThat(RunningService.find(folder)).hasValueSatisfying(found -> {
      assertThat(found.url()).isEqualTo("http://127.0.0.1:1");
      assertThat(found.given()).isNull();
    });
  }

  private SettingsComparison compared(Map<String, String> command, Map<String, String> service) {
    return SettingsComparison.of(settings(command), SettingsComparison.given(settings(service)));
  }

  private Settings settings(Map<String, String> environment) {
    return Modules.load(Map.of(), environment, folder);
  }
}
