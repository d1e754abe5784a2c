package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.CommandRun;
import io.cascadian.testkit.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that only read leave databases as they are, also those that another version of the program made, or none yet. */
class ReadingCommandsIT {

  private static final List<List<String>> READING = List.of(List.of("gates"), List.of("rollback", "--list"), List.of("markets", "missing"));
  private static final List<List<String>> READING_POSTGRES = List.of(List.of("runs"), List.of("dead-letters"), List.of("watchlist", "list", "1"));

  @TempDir
  private Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @Test
  void unmigratedDatabases_stayEmpty() throws Exception {
    PostgresSettings postgres = TestStores.emptyPostgresSettings();
    use(postgres, "never_made");
    for (String output : all(READING, 1)) {
      assertThat(output).containsPattern("Postgres: the database's schema is missing, this program needs \\d+ .*: run 'cascadian migrate'")
          .containsPattern("ClickHouse: the database's schema is missing, this program needs \\d+ .*: run 'cascadian migrate'")
          .doesNotContain("Exception");
    }
    assertThat(all(READING_POSTGRES, 1)).allSatisfy(output -> assertThat(output)
        .containsPattern("Postgres: the database's schema is missing, this program needs \\d+ .*: run 'cascadian migrate'")
        .doesNotContain("ClickHouse: ", "Exception"));
    assertThat(all(List.of(List.of("sql", "SELECT 1")), 1)).allMatch(output -> output.contains("never_made"));
    try (Postgres server = Postgres.connect(postgres); ClickHouse clickHouse = TestStores.emptyClickHouse()) {
      assertThat(number(server, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")).isZero();
      assertThat(clickHouse.queryLong("SELECT count() FROM system.databases WHERE name = 'never_made'", Map.of())).isZero();
      TestStores.drop(clickHouse);
    }
  }

  @Test
  void olderSchemas_withoutMigrate_stayAsTheyAre() throws Exception {
    PostgresSettings postgres = TestStores.freshPostgresSettings();
    ClickHouse clickHouse = TestStores.freshClickHouse();
    try (Postgres server = Postgres.connect(postgres)) {
      use(postgres, clickHouse.settings().database());
      long newest = newest(clickHouse);
      new ClickHouseMigrations(clickHouse).undoTo((int) newest - 1);
      long older = newest(clickHouse);
      for (String output : all(List.of(List.of("gates"), List.of("rollback", "--list")), 1)) {
        assertThat(output).contains("ClickHouse: the database's schema is at " + older + ", this program needs " + newest + " (versions missing: 1)")
            .contains("run 'cascadian migrate'").doesNotContain("Postgres: the database's schema");
      }
      assertThat(newest(clickHouse)).isEqualTo(older);

      all(List.of(List.of("migrate")), 0);
      assertThat(newest(clickHouse)).isEqualTo(newest);
      assertThat(all(List.of(List.of("runs"), List.of("rollback", "--list")), 0)).allMatch(output -> !output.contains("migrate"));
    }
    TestStores.drop(clickHouse);
  }

  @Test
  void folderWithoutDatabases_startsNone_andHintsAtDemo() throws Exception {
    Path data = folder.resolve("data");
    environment.put("DATA_DIR", data.toString());
    assertThat(all(List.of(List.of("gates"), List.of("runs")), 1))
        .allMatch(output -> output.contains("no embedded databases in '" + data + "'") && output.contains("cascadian demo --once"));
    assertThat(Files.exists(data)).isFalse();
  }

  private void use(PostgresSettings postgres, String clickHouseDatabase) {
    environment.putAll(TestStores.users());
    environment.putAll(Map.of("CLICKHOUSE_URL", TestStores.clickHouseServer().url(), "CLICKHOUSE_DATABASE", clickHouseDatabase, "DATABASE_URL", postgres.jdbcUrl(),
        "DATABASE_USER", postgres.user(), "DATA_DIR", folder.resolve("data").toString(), "RUNTIME_DIR", folder.resolve("runtime").toString(),
        "DROP_DIR", folder.resolve("drop").toString(), "LOG_DIR", folder.resolve("logs").toString()));
  }

  /** What each sent. */
  private List<String> all(List<List<String>> commands, int code) {
    List<String> output = new ArrayList<>();
    for (List<String> command : commands) {
      CommandRun run = CommandRun.of(environment, command.toArray(String[]::new));
      assertThat(run.code()).as(run.text()).isEqualTo(code);
      output.add(run.text());
    }
    return output;
  }

  private static long newest(ClickHouse clickHouse) {
    return clickHouse.queryLong("SELECT max(version) FROM schema_migrations FINAL", Map.of());
  }

  private static long number(Postgres postgres, String sql) {
    return postgres.queryOne(sql, row -> row.getLong(1)).orElseThrow();
  }
}
