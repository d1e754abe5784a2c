package io.cascadian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.testkit.CommandRun;
import io.cascadian.testkit.TestStores;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The analysts' user of a ClickHouse that the settings name, rather than the embedded one. */
class AnalystsCommandIT {

  @TempDir
  private static Path folder;
  private static Map<String, String> environment;
  private static ClickHouse clickHouse;

  @BeforeAll
  static void open() {
    environment = new HashMap<>(TestStores.freshEnvironment());
    environment.put("DATA_DIR", folder.resolve("data").toString());
    clickHouse = ClickHouseClients.to(ClickHouseSettings.of(environment.get("CLICKHOUSE_URL"), environment.get("CLICKHOUSE_USER"),
        environment.get("CLICKHOUSE_PASSWORD"), environment.get("CLICKHOUSE_DATABASE")));
  }

  @AfterAll
  static void close() {
    TestStores.drop(clickHouse);
  }

  @Test
  void sql_withReadersPassword_readsAsThatUser() {
    assertThat(run(environment, "sql", "SELECT currentUser(), currentDatabase()")).isEqualTo("cascadian\t" + environment.get("CLICKHOUSE_DATABASE") + "\n");
    assertThat(run(withReader(), "sql", "SELECT currentUser(), currentDatabase()"))
        .isEqualTo("cascadian_reader\t" + environment.get("CLICKHOUSE_DATABASE") + "\n");
  }

  @Test
  void connect_withReadersPassword_showsItWhenAskedTo() {
    String password = withReader().get("CLICKHOUSE_READER_PASSWORD");
    assertThat(run(withReader(), "analysts", "connect")).contains("user\tcascadian_reader\n", "password\tsetting CLICKHOUSE_READER_PASSWORD\n")
        .doesNotContain(password);
    assertThat(run(withReader(), "analysts", "connect", "--show-password")).contains("password\t" + password + "\n");
    assertThat(run(environment, "analysts", "connect", "--show-password")).contains("analysts create-user").doesNotContain(environment.get("CLICKHOUSE_PASSWORD"));
  }

  @Test
  void createUser_printsStatementsThatTheServerUnderstands() {
    for (String sql : new String[] {run(environment, "analysts", "create-user"), run(withReader(), "analysts", "create-user")}) {
      String[] statements = sql.replaceAll("(?m)^--.*$", "").strip().split(";\\s*");
      assertThat(statements).hasSize(4).allSatisfy(statement ->
          // parsed only: no user may create others on the embedded engine
          assertThat(clickHouse.query("EXPLAIN AST " + statement, Map.of(), row -> row.getString(1))).isNotEmpty());
    }
  }

  private static Map<String, String> withReader() {
    Map<String, String> reader = new HashMap<>(environment);
    reader.put("CLICKHOUSE_READER_PASSWORD", TestStores.engines().clickHouseReader().orElseThrow().password());
    return reader;
  }

  private static String run(Map<String, String> environment, String... words) {
    CommandRun run = CommandRun.of(environment, words);
    assertThat(run.code()).as(run.text()).isZero();
    return run.out();
  }
}
