package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As whom and for how long the program and an analyst's statement use configured databases. */
class StoreTargetsTest {

  private static final Map<String, String> CONFIGURED = Map.of("CLICKHOUSE_URL", "http://clickhouse:8123", "CLICKHOUSE_USER", "writer",
      "CLICKHOUSE_PASSWORD", "canary-of-writer", "CLICKHOUSE_DATABASE", "numbers", "CLICKHOUSE_TIMEOUT", "90s",
      "DATABASE_URL", "postgres://owner:canary-of-owner@postgres:5433/runs", "DATABASE_POOL_SIZE", "7");

  @Test
  void configuredReader_readsInsteadOfTheProgramsUser() {
    StoreTargets targets = targets(Map.of("CLICKHOUSE_READER_USER", "reader", "CLICKHOUSE_READER_PASSWORD", "canary-of-reader"));
    assertThat(targets.reader()).isEqualTo(targets.clickHouse().as("reader", "canary-of-reader"));
    assertThat(targets.clickHouse().user()).isEqualTo("writer");
    assertThat(targets.clickHouse().password()).isEqualTo("canary-of-writer");
  }

  @Test
  void noReaderConfigured_theProgramsUserReads() {
    StoreTargets targets = targets(Map.of("CLICKHOUSE_READER_USER", "reader"));
    assertThat(targets.reader()).isEqualTo(targets.clickHouse());
  }

  @Test
  void configuredDatabases_areThoseOfTheSettings() {
    StoreTargets targets = targets(Map.of());
    assertThat(targets.clickHouse().url()).isEqualTo("http://clickhouse:8123");
    assertThat(targets.clickHouse().database()).isEqualTo("numbers");
    assertThat(targets.clickHouse().queryTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(targets.postgres().jdbcUrl()).contains("postgres:5433/runs").doesNotContain("canary");
    assertThat(targets.postgres().user()).isEqualTo("owner");
    assertThat(targets.postgres().password()).isEqualTo("canary-of-owner");
  }

  private static StoreTargets targets(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(CONFIGURED);
    environment.putAll(more);
    Settings settings = Modules.load(Map.of(), environment, Path.of("target"));
    return StoreTargets.of(settings, null);
  }
}
