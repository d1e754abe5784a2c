package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.TestStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresIT {

  @TempDir
  private static Path folder;

  @Test
  void theServerGivesUpAHolderOfTheLockThatHasVanishedButNotASilentOne() throws Exception {
    PostgresSettings postgres = TestStores.freshPostgresSettings();
    Settings settings = Settings.load(Map.of(Setting.DATA_DIR, folder.toString(), Setting.CLICKHOUSE_URL, TestStores.clickHouseServer().url(),
        Setting.DATABASE_URL, postgres.jdbcUrl(), Setting.DATABASE_USER, postgres.user()), TestStores.users(), folder);
    try (Stores stores = Stores.open(settings, line -> { }); Connection lock = stores.dedicatedPostgresConnection();
        Statement statement = lock.createStatement()) {
      assertThat(shown(statement, "tcp_keepalives_idle")).isEqualTo("30");
      assertThat(shown(statement, "tcp_keepalives_interval")).isEqualTo("10");
      assertThat(shown(statement, "tcp_keepalives_count")).isEqualTo("3");
      assertThat(shown(statement, "idle_session_timeout")).isEqualTo("0");
    }
  }

  private static String shown(Statement statement, String setting) throws Exception {
    try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
