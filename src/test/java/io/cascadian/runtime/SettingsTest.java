package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingView;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @TempDir
  private Path folder;

  private Settings load(Map<Setting, String> overrides, Map<String, String> environment) {
    return Modules.load(overrides, environment, folder);
  }

  @Test
  void value_isReadFromSourcesInOrder() throws Exception {
    Files.writeString(folder.resolve("application.properties"), "HTTP_PORT=1\nSANDBOX_SEED=1\nhealth.timeout=1s\n");
    Files.writeString(folder.resolve(".env"), "HTTP_PORT=2\nSANDBOX_SEED=2\n");
    Settings settings = load(Map.of(), Map.of("HTTP_PORT", "3", "DROP_DIR", " "));
    assertThat(settings.number(HttpSettings.HTTP_PORT)).isEqualTo(3);
    assertThat(settings.number(SandboxSettings.SANDBOX_SEED)).isEqualTo(2);
    assertThat(settings.duration(HealthSettings.HEALTH_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.text(ResolutionSettings.DROP_DIR)).isEqualTo("data/drop");
    assertThat(settings.isGiven(ResolutionSettings.DROP_DIR)).isFalse();
    assertThat(load(Map.of(HttpSettings.HTTP_PORT, "4"), Map.of("HTTP_PORT", "3")).number(HttpSettings.HTTP_PORT)).isEqualTo(4);
  }

  @Test
  void emptyOverride_unsetsOtherSources() {
    Map<String, String> environment = Map.of("SOURCE_URL", "http://example.org", "GAMMA_URL", "http://example.org");
    assertThat(load(Map.of(), environment).optional(SourceSettings.SOURCE_URL)).isPresent();
    assertThat(load(Map.of(SourceSettings.SOURCE_URL, "", SourceSettings.GAMMA_URL, ""), environment).optional(SourceSettings.SOURCE_URL)).isEmpty();
  }

  @Test
  void invalidSettings_areNamedTogether_withoutSecrets() {
    assertThatThrownBy(() -> load(Map.of(), Map.of("HTTP_PORT", "eighty", "NIGHTLY_CRON", "0 0 25 * * ?", "NIGHTLY_ZONE", "Mars",
        "DATABASE_URL", "mysql://user:hunter2@host/db", "HEALTH_TIMEOUT", "10")))
        .isInstanceOfSatisfying(SettingsException.class, e -> {
          assertThat(e.problems()).hasSize(5);
          assertThat(e.getMessage()).contains("HTTP_PORT", "NIGHTLY_CRON", "NIGHTLY_ZONE", "DATABASE_URL", "HEALTH_TIMEOUT")
              .contains("'eighty'").doesNotContain("hunter2");
        });
  }

  @Test
  void invalidSchedule_isRejected() {
    assertThatThrownBy(() -> load(Map.of(), Map.of("NIGHTLY_CRON", "0 0 3 31 2 ?", "NIGHTLY_ZONE", "UTC-5")))
        .isInstanceOfSatisfying(SettingsException.class, e -> assertThat(e.problems()).hasSize(2)
            .anySatisfy(problem -> assertThat(problem).contains("NIGHTLY_CRON", "never fires"))
            .anySatisfy(problem -> assertThat(problem).contains("NIGHTLY_ZONE", "'UTC-5'", "GMT", "America/New_York")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"* * * * * ?", "0/30 * * * * ?", "0 0/4 * * * ?", "0 0,3 3 * * ?"})
  void tooFrequentSchedule_isRejectedWithReason(String cron) {
    assertThatThrownBy(() -> load(Map.of(), Map.of("NIGHTLY_CRON", cron)))
        .hasMessageContaining("'" + cron + "' fires ").hasMessageContaining("runs start 5 minutes apart at least").hasMessageContaining("write such as 0 0 3 * * ?");
    assertThat(load(Map.of(), Map.of("NIGHTLY_CRON", "0 0/5 * * * ?"))).isNotNull();
  }

  @Test
  void chainSettings_areChecked_withoutRepeatingKey() {
    assertThatThrownBy(() -> load(Map.of(), Map.of("CHAIN_RPC_URL", "node.example/v2/hunter2", "CHAIN_EXCHANGES", "0x12, 0x34",
        "CHAIN_ORDER_FILLED_TOPIC", "OrderFilled", "CHAIN_FROM_BLOCK", "first")))
        .isInstanceOfSatisfying(SettingsException.class, e -> {
          assertThat(e.problems()).hasSize(4);
          assertThat(e.getMessage()).contains("CHAIN_RPC_URL", "CHAIN_EXCHANGES", "CHAIN_ORDER_FILLED_TOPIC", "CHAIN_FROM_BLOCK")
              .doesNotContain("hunter2");
        });
    Settings settings = load(Map.of(), Map.of("CHAIN_RPC_URL", "https://node.example/v2/hunter2"));
    assertThat(settings.placeholders()).doesNotContainKey("CHAIN_RPC_URL").containsEntry("RUN_WATCH_INTERVAL", "20s")
        .containsEntry("RUN_WATCH_INTERVAL.millis", "20000").doesNotContainKey("NIGHTLY_ZONE.millis");
    assertThat(load(Map.of(), Map.of()).optional(SourceSettings.CHAIN_RPC_URL)).isEmpty();
  }

  @Test
  void dependentSettings_areCheckedTogether() {
    assertThatThrownBy(() -> load(Map.of(), Map.of("SOURCE_URL", "http://example.org"))).hasMessageContaining("GAMMA_URL is required");
    assertThatThrownBy(() -> load(Map.of(), Map.of("HTTP_HOST", "0.0.0.0"))).hasMessageContaining("API_TOKEN is required");
    assertThatThrownBy(() -> load(Map.of(), Map.of("HTTP_HOST", "0.0.0.0", "API_TOKEN", "change-me")))
        .hasMessageContaining("API_TOKEN has 9 characters; at least 16").hasMessageNotContaining("change-me");
    assertThat(load(Map.of(), Map.of("HTTP_HOST", "0.0.0.0", "API_TOKEN", "0123456789abcdef")).optional(HttpSettings.API_TOKEN)).isPresent();
    assertThatThrownBy(() -> load(Map.of(), Map.of("RESOLUTION_MAX_AGE_WARNING", "72h"))).hasMessageContaining("must not exceed");
    assertThatThrownBy(() -> load(Map.of(), Map.of("HEALTH_TIMEOUT", "26s"))).hasMessageContaining("HEALTH_TIMEOUT (environment): '26s' is out of range; write a duration such as");
    assertThatThrownBy(() -> load(Map.of(), Map.of("HEALTH_INTERVAL", "0s"))).hasMessageContaining("from 10s to 1d");
    assertThatThrownBy(() -> load(Map.of(), Map.of("SOURCE_RATE_LIMIT", "100001"))).hasMessageContaining("write a whole number from 1 to 100000");
    assertThatThrownBy(() -> load(Map.of(), Map.of("GATE_MIN_WALLETS", "100", "GATE_MAX_WALLETS", "99")))
        .hasMessageContaining("GATE_MIN_WALLETS (100) must not exceed GATE_MAX_WALLETS (99)");
  }

  @Test
  void misspeltName_isWarned_defaultsAreNot() throws Exception {
    assertThat(load(Map.of(), Map.of()).warnings()).isEmpty();
    Files.writeString(folder.resolve(".env"), "HTTP_PROT=1\n");
    assertThat(load(Map.of(), Map.of()).warnings()).singleElement().asString().contains("no setting HTTP_PROT");
  }

  @Test
  void views_ofEverySetting_haveValueAndSourceAndNoSecret() throws Exception {
    Files.writeString(folder.resolve(".env"), "HTTP_PORT=2\nAPI_TOKEN=hunter2hunter2hunter2\n");
    Files.writeString(folder.resolve("application.properties"), "drop.dir=in\n");
    Settings settings = load(Map.of(StoreSettings.DATA_DIR, "there"), Map.of(
        "DATABASE_URL", "postgres://me:hunter3@db.example:5432/here?password=hunter4&sslmode=require", "CHAIN_RPC_URL", "https://node.example/v2/hunter5hunter5"));
    Map<String, SettingView> views = settings.views().stream().collect(Collectors.toMap(SettingView::name, view -> view));
    assertThat(views).hasSize(Modules.settings().size());
    assertThat(views.values()).allSatisfy(view -> assertThat(view + " " + view.json()).doesNotContain("hunter"));
    assertThat(views.get("HTTP_PORT")).extracting(SettingView::value, SettingView::source).containsExactly("2", ".env");
    assertThat(views.get("DROP_DIR")).extracting(SettingView::value, SettingView::source).containsExactly("in", "application.properties");
    assertThat(views.get("DATA_DIR")).extracting(SettingView::value, SettingView::source).containsExactly("there", "command line");
    assertThat(views.get("DATABASE_URL")).extracting(SettingView::value, SettingView::source)
        .containsExactly("postgres://[secret]@db.example:5432/here?[secret]", "environment");
    assertThat(views.get("API_TOKEN").value()).isEqualTo("[secret]");
    assertThat(views.get("HEALTH_TIMEOUT")).extracting(SettingView::value, SettingView::source, SettingView::range)
        .containsExactly("15s", "default", "duration, 100ms to 25s");
    assertThat(views.get("SOURCE_URL").json()).containsEntry("value", null);
  }

  @Test
  void ambiguousValues_areWarned_withoutRepeatingThem() throws Exception {
    Files.writeString(folder.resolve(".env"), """
        CLICKHOUSE_PASSWORD=hunter2#hunter3
        DATABASE_PASSWORD="hunter4#hunter5"
        SOURCE_API_KEY="hunter6#hunter7"   # of the plan
        API_TOKEN=hunter8hunter8 # with a space it is a comment
        #GAMMA_URL=http://a#b
        RUNTIME_DIR='a#b'
        LOG_DIR=#nothing
        """);
    Settings settings = load(Map.of(), Map.of());
    assertThat(settings.text(StoreSettings.CLICKHOUSE_PASSWORD)).isEqualTo("hunter2");
    assertThat(settings.text(StoreSettings.DATABASE_PASSWORD)).isEqualTo("hunter4#hunter5");
    assertThat(settings.text(SourceSettings.SOURCE_API_KEY)).isEqualTo("hunter6#hunter7");
    assertThat(settings.text(HttpSettings.API_TOKEN)).isEqualTo("hunter8hunter8");
    assertThat(settings.text(ServiceSettings.LOG_DIR)).isEqualTo("logs");
    assertThat(settings.text(ServiceSettings.RUNTIME_DIR)).isEqualTo("a#b");
    assertThat(settings.warnings()).filteredOn(w -> w.startsWith(".env, ")).containsExactly(
        ".env, line 1: the value of CLICKHOUSE_PASSWORD ends before its first #, where a comment begins; if the # belongs to it, write"
            + " CLICKHOUSE_PASSWORD=\"…\"");
  }

  @Test
  void misspeltEnvironmentName_isReportedWithTheSettingMeant() {
    assertThat(load(Map.of(), Map.of("NIGHTLY_CORN", "0 0 4 * * ?")).warnings())
        .contains("environment: there is no setting NIGHTLY_CORN; it is ignored. NIGHTLY_CRON is probably meant");
    assertThat(load(Map.of(), Map.of("http_port", "1")).warnings()).anyMatch(w -> w.startsWith("environment: ") && w.contains("HTTP_PORT is"));
    assertThat(load(Map.of(), Map.of("LOG_DIRS", "/tmp", "LOG_DIR", "/tmp")).warnings()).anyMatch(w -> w.contains("LOG_DIR is"));
  }

  @Test
  void otherEnvironmentVariables_areNotReported() {
    Map<String, String> others = new HashMap<>();
    List.of("PATH", "HOME", "PWD", "LANG", "LC_ALL", "TERM", "SHLVL", "HOSTNAME", "USER", "LOGDIR", "TMP_DIR", "JAVA_HOME", "JAVA_VERSION",
        "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "MAVEN_HOME", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "no_proxy", "NO_PROXY",
        "NPM_TOKEN", "JOB_DIR", "HTTPS_PORT", "GH_TOKEN", "GITHUB_TOKEN", "CI_JOB_TOKEN", "AWS_REGION", "XDG_RUNTIME_DIR", "XDG_DATA_DIRS", "XDG_CACHE_HOME", "SSH_AUTH_SOCK",
        "DBUS_SESSION_BUS_ADDRESS", "INVOCATION_ID", "JOURNAL_STREAM", "STATE_DIRECTORY", "LOGS_DIRECTORY", "RUNTIME_DIRECTORY", "SYSTEMD_EXEC_PID",
        "MEMORY_PRESSURE_WATCH", "KUBERNETES_SERVICE_HOST", "KUBERNETES_PORT", "CASCADIAN_SERVICE_HOST", "CASCADIAN_PORT_8080_TCP", "CLICKHOUSE_PORT",
        "CLICKHOUSE_HOST", "DATABASE_HOST", "POSTGRES_DB", "POSTGRES_USER", "PGPASSWORD", "SHARED_DATA", "NIGHTLY_CRON").forEach(name -> others.put(name, ""));
    assertThat(load(Map.of(), others).warnings()).noneMatch(w -> w.startsWith("environment: "));
  }
}
