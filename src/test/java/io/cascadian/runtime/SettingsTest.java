package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir
  private Path folder;

  private Settings load(Map<Setting, String> overrides, Map<String, String> environment) {
    return Settings.load(overrides, environment, folder);
  }

  @Test
  void aValueIsLookedForInItsPlacesInOrder() throws Exception {
    Files.writeString(folder.resolve("application.properties"), "HTTP_PORT=1\nSANDBOX_SEED=1\nhealth.timeout=1s\n");
    Files.writeString(folder.resolve(".env"), "HTTP_PORT=2\nSANDBOX_SEED=2\n");
    Settings settings = load(Map.of(), Map.of("HTTP_PORT", "3", "DROP_DIR", " "));
    assertThat(settings.number(Setting.HTTP_PORT)).isEqualTo(3);
    assertThat(settings.number(Setting.SANDBOX_SEED)).isEqualTo(2);
    assertThat(settings.duration(Setting.HEALTH_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.text(Setting.DROP_DIR)).isEqualTo("data/drop");
    assertThat(settings.isGiven(Setting.DROP_DIR)).isFalse();
    assertThat(load(Map.of(Setting.HTTP_PORT, "4"), Map.of("HTTP_PORT", "3")).number(Setting.HTTP_PORT)).isEqualTo(4);
  }

  @Test
  void anEmptyOverrideUnsetsWhatOtherPlacesSay() {
    Map<String, String> environment = Map.of("SOURCE_URL", "http://example.org", "GAMMA_URL", "http://example.org");
    assertThat(load(Map.of(), environment).optional(Setting.SOURCE_URL)).isPresent();
    assertThat(load(Map.of(Setting.SOURCE_URL, "", Setting.GAMMA_URL, ""), environment).optional(Setting.SOURCE_URL)).isEmpty();
  }

  @Test
  void everyWrongSettingIsNamedAtOnceAndSecretsAreNotRepeated() {
    assertThatThrownBy(() -> load(Map.of(), Map.of("HTTP_PORT", "eighty", "NIGHTLY_CRON", "0 0 25 * * ?", "NIGHTLY_ZONE", "Mars",
        "DATABASE_URL", "mysql://user:hunter2@host/db", "HEALTH_TIMEOUT", "10")))
        .isInstanceOfSatisfying(SettingsException.class, e -> {
          assertThat(e.problems()).hasSize(5);
          assertThat(e.getMessage()).contains("HTTP_PORT", "NIGHTLY_CRON", "NIGHTLY_ZONE", "DATABASE_URL", "HEALTH_TIMEOUT")
              .contains("'eighty'").doesNotContain("hunter2");
        });
  }

  @Test
  void theChainsSettingsAreCheckedAndItsNodesKeyIsNotRepeated() {
    assertThatThrownBy(() -> load(Map.of(), Map.of("CHAIN_RPC_URL", "node.example/v2/hunter2", "CHAIN_EXCHANGES", "0x12, 0x34",
        "CHAIN_ORDER_FILLED_TOPIC", "OrderFilled", "CHAIN_FROM_BLOCK", "first")))
        .isInstanceOfSatisfying(SettingsException.class, e -> {
          assertThat(e.problems()).hasSize(4);
          assertThat(e.getMessage()).contains("CHAIN_RPC_URL", "CHAIN_EXCHANGES", "CHAIN_ORDER_FILLED_TOPIC", "CHAIN_FROM_BLOCK")
              .doesNotContain("hunter2");
        });
    Settings settings = load(Map.of(), Map.of("CHAIN_RPC_URL", "https://node.example/v2/hunter2"));
    assertThat(settings.placeholders()).doesNotContainKey("CHAIN_RPC_URL");
    assertThat(load(Map.of(), Map.of()).optional(Setting.CHAIN_RPC_URL)).isEmpty();
  }

  @Test
  void whatBelongsTogetherIsCheckedTogether() {
    assertThatThrownBy(() -> load(Map.of(), Map.of("SOURCE_URL", "http://example.org"))).hasMessageContaining("GAMMA_URL is required");
    assertThatThrownBy(() -> load(Map.of(), Map.of("HTTP_HOST", "0.0.0.0"))).hasMessageContaining("API_TOKEN is required");
    assertThatThrownBy(() -> load(Map.of(), Map.of("HTTP_HOST", "0.0.0.0", "API_TOKEN", "change-me")))
        .hasMessageContaining("API_TOKEN has 9 characters; at least 16").hasMessageNotContaining("change-me");
    assertThat(load(Map.of(), Map.of("HTTP_HOST", "0.0.0.0", "API_TOKEN", "0123456789abcdef")).optional(Setting.API_TOKEN)).isPresent();
    assertThatThrownBy(() -> load(Map.of(), Map.of("RESOLUTION_MAX_AGE_WARNING", "72h"))).hasMessageContaining("must not exceed");
    assertThatThrownBy(() -> load(Map.of(), Map.of("HEALTH_TIMEOUT", "26s"))).hasMessageContaining("HEALTH_TIMEOUT (26s) must be above 0s and at most 25s");
    assertThatThrownBy(() -> load(Map.of(), Map.of("HEALTH_INTERVAL", "0s"))).hasMessageContaining("HEALTH_INTERVAL (0s) must be at least 10s");
    assertThatThrownBy(() -> load(Map.of(), Map.of("GATE_MIN_WALLETS", "100", "GATE_MAX_WALLETS", "99")))
        .hasMessageContaining("GATE_MIN_WALLETS (100) must not exceed GATE_MAX_WALLETS (99)");
  }

  @Test
  void defaultsAndMisspeltNamesAreWarnedOf() throws Exception {
    Files.writeString(folder.resolve(".env"), "HTTP_PROT=1\n");
    assertThat(load(Map.of(), Map.of()).warnings()).anyMatch(w -> w.contains("no setting HTTP_PROT"))
        .anyMatch(w -> w.contains("HTTP_PORT=8080"));
  }
}
