package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.api.PublicText;
import io.cascadian.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpModuleTest {

  /** Settings of deploy/compose/compose.yaml with its example password. */
  private static Settings settings(Path folder, String databaseUrl) {
    return Modules.load(Map.of(StoreSettings.CLICKHOUSE_URL, "http://clickhouse:8123", StoreSettings.DATABASE_URL, databaseUrl,
        StoreSettings.DATABASE_PASSWORD, "postgres", StoreSettings.DATA_DIR, folder.toString(), SourceSettings.SOURCE_API_KEY, "canary-of-http-interface"), Map.of(), folder);
  }

  @Test
  void composeHosts_areHiddenAsAddresses_notAsWords(@TempDir Path folder) {
    Settings settings = settings(folder, "jdbc:postgresql://postgres:5432/cascadian");
    Set<String> hidden = HttpModule.hidden(settings);
    assertThat(hidden).contains("clickhouse", "postgres", folder.toString()).doesNotContain("canary-of-http-interface");
    PublicText text = new PublicText(hidden);
    assertThat(text.of("look at the check 'clickhouse'; clickhouse-tables; GET /api/health/postgres"))
        .isEqualTo("look at the check 'clickhouse'; clickhouse-tables; GET /api/health/postgres");
    assertThat(text.of("Connection to postgres:5432 refused, Connect to http://clickhouse:8123 failed with key canary-of-http-interface"))
        .doesNotContain("postgres", "clickhouse", "canary");
    assertThat(settings.warnings()).anyMatch(w -> w.startsWith("DATABASE_PASSWORD: the secret in it is short or a common word"))
        .noneMatch(w -> w.startsWith("SOURCE_API_KEY:"));
  }

  @Test
  void postgresUrl_allHostsAreHidden_notUserOrPort(@TempDir Path folder) {
    assertThat(HttpModule.hidden(settings(folder, "postgres://us:p@ss@pg1.example:5432,pg2.example:5433,[fd00::1]:5434/x?a=b")))
        .contains("pg1.example", "pg2.example", "[fd00::1]").noneMatch(name -> name.contains("us:") || name.contains("543"));
  }
}
