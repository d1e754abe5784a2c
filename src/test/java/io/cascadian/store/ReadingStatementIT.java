package io.cascadian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.dev.embedded.EmbeddedStores;
import io.cascadian.testkit.TestStores;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of a person's on a server whose user may do everything, as an operator's own: on the embedded one its grants refuse more. */
class ReadingStatementIT {

  @TempDir
  private static Path folder;
  private static EmbeddedStores stores;
  private static AnalystQueries clickHouse;

  @BeforeAll
  static void open() {
    stores = EmbeddedStores.openForBenchmark(folder.resolve("stores"), line -> { });
    ClickHouseSettings settings = TestStores.clickHouseSettings(stores, "reading");
    try (ClickHouse server = ClickHouseClients.connect(settings)) {
      server.execute("CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a", Map.of());
      server.execute("INSERT INTO t VALUES (42)", Map.of());
    }
    clickHouse = AnalystQueries.as(settings);
  }

  @AfterAll
  static void close() {
    clickHouse.close();
    stores.close();
  }

  private static String ask(String sql) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    clickHouse.copy(sql, "TSV", out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT a FROM t", "-- all\nSELECT a FROM t", "WITH x AS (SELECT a FROM t) SELECT * FROM x", "SELECT a FROM t UNION ALL SELECT 1 WHERE 0",
      "SELECT a FROM view(SELECT * FROM t)", "SELECT format('{}', '42')", "SELECT sum(number) + 41 FROM numbers(2)"})
  void statementThatReadsTables_isAnswered(String sql) {
    assertThat(ask(sql)).isEqualTo("42\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHOW TABLES", "SHOW CREATE TABLE t", "DESCRIBE t", "EXISTS t", "EXPLAIN SELECT a FROM t"})
  void statementThatDescribes_isAnswered(String sql) {
    assertThat(ask(sql)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INSERT INTO t VALUES (1)", "INSERT INTO t SELECT 1", "ALTER TABLE t DELETE WHERE 1", "DROP TABLE t", "TRUNCATE TABLE t",
      "CREATE TABLE u (a UInt64) ENGINE = MergeTree ORDER BY a", "SET readonly = 0", "KILL QUERY WHERE 1", "BACKUP TABLE t TO File('x')",
      "SYSTEM STOP MERGES", "OPTIMIZE TABLE t"})
  void statementThatChangesSomething_isRefusedByName(String sql) {
    assertThatThrownBy(() -> ask(sql)).isInstanceOf(StoreRejectedException.class).hasMessageContaining("is no statement that only reads");
    assertThat(ask("SELECT a FROM t")).isEqualTo("42\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT * FROM file('/etc/passwd', LineAsString)", "SELECT file('/etc/passwd')", "SELECT * FROM FILE('/etc/passwd', LineAsString)",
      "SELECT * FROM `file`('/etc/passwd', LineAsString)", "SELECT 1 WHERE 1 IN (SELECT count() FROM file('/etc/passwd', LineAsString))",
      "SELECT * FROM view(SELECT * FROM file('/etc/passwd', LineAsString))", "EXPLAIN SELECT * FROM file('/etc/passwd', LineAsString)",
      "DESCRIBE file('/etc/passwd')", "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)", "SELECT * FROM s3('http://127.0.0.1:1/x')",
      "SELECT * FROM remote('127.0.0.1:1', system.one)", "SELECT * FROM executable('x', TSV, 'a String')", "SELECT * FROM sqlite('/tmp/x', 't')",
      "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')", "SELECT * FROM eval('SELECT 1')"})
  void functionThatReachesBeyondTables_isRefusedByName(String sql) {
    assertThatThrownBy(() -> ask(sql)).isInstanceOf(StoreRejectedException.class).hasMessageContaining("reaches files, programs or other servers");
  }

  @Test
  void insertIntoFile_isRefusedAndNothingIsWritten() {
    Path target = folder.resolve("written.txt");
    assertThatThrownBy(() -> ask("INSERT INTO FUNCTION file('" + target + "', LineAsString, 'l String') SELECT 'x'"))
        .hasMessageContaining("is no statement that only reads");
    assertThatThrownBy(() -> ask("SELECT 1 INTO OUTFILE '" + target + "'")).isInstanceOf(StoreException.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void userWithOwnReadonly_isServed() throws Exception {
    EmbeddedStores.Endpoint reader = stores.clickHouseReader().orElseThrow();
    try (AnalystQueries restricted = AnalystQueries.as(ClickHouseSettings.of(reader.url(), reader.user(), reader.password(), "reading"))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      restricted.copy("SELECT a FROM t SETTINGS max_threads = 1", "TSV", out);
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("42\n");
      for (String sql : List.of("INSERT INTO t VALUES (1)", "SELECT * FROM file('/etc/passwd', LineAsString)")) {
        assertThatThrownBy(() -> restricted.copy(sql, "TSV", out)).isInstanceOf(StoreRejectedException.class);
      }
    }
    assertThat(Files.list(folder)).hasSize(1);
  }
}
