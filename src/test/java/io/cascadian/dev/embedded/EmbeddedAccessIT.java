package io.cascadian.dev.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.files.Folders;
import io.cascadian.secrets.Redaction;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.StoreException;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks both embedded engines as anybody on the machine, a web page and a holder of the passwords would. */
class EmbeddedAccessIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir
  private static Path folder;
  private static EmbeddedStores stores;
  private static ClickHouse clickHouse;

  @BeforeAll
  static void open() {
    stores = EmbeddedStores.open(folder.resolve("stores"), true, true, line -> { });
    clickHouse = ClickHouseClients.connect(TestStores.clickHouseSettings(stores, "attacked"));
    clickHouse.execute("CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a", Map.of());
  }

  @AfterAll
  static void close() {
    clickHouse.close();
    stores.close();
  }

  private static HttpResponse<String> ask(String query, String... headers) throws Exception {
    URI uri = URI.create(stores.clickHouse().orElseThrow().url() + "/" + query);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("SELECT 41 + 1, currentUser()"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({"'',,", "'',Origin,http://evil.example", "'?user=default',,", "'?user=default&password=',,", "'?user=cascadian&password=',,",
      "'',X-ClickHouse-User,default", "'',X-ClickHouse-User,cascadian", "'',Authorization,'Basic ZGVmYXVsdDo='", "'',Authorization,'Basic Y2FzY2FkaWFuOg=='",
      "'play',,", "'?query=SELECT+42',,"})
  void clickHouse_withoutPassword_answersNothing(String query, String header, String value) throws Exception {
    HttpResponse<String> answer = header == null ? ask(query) : ask(query, header, value);
    assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(answer.body()).doesNotContain("42\t");
    assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void clickHouse_asUserDefaultBesideReadersPassword_reachesNothing() throws Exception {
    EmbeddedStores.Endpoint reader = stores.clickHouseReader().orElseThrow();
    String basic = "Basic " + Base64.getEncoder().encodeToString((reader.user() + ":" + reader.password()).getBytes(StandardCharsets.UTF_8));
    assertThat(ask("", "Authorization", basic).body()).isEqualTo("42\tcascadian_reader\n");
    HttpRequest asDefault = HttpRequest.newBuilder(URI.create(reader.url() + "/?user=default")).header("Authorization", basic)
        .POST(HttpRequest.BodyPublishers.ofString("SELECT * FROM attacked.t")).build();
    assertThat(HTTP.send(asDefault, HttpResponse.BodyHandlers.ofString()).statusCode()).isGreaterThanOrEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT * FROM file('/etc/passwd', LineAsString)", "INSERT INTO FUNCTION file('{}', LineAsString, 'l String') VALUES ('x')",
      "SELECT * FROM default.`/etc/passwd`", "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)", "SELECT * FROM s3('http://127.0.0.1:1/bucket/x')",
      "SELECT * FROM remote('127.0.0.1:1', system.one)", "SELECT * FROM sqlite('/etc/passwd', 't')", "SELECT * FROM executable('/bin/cat /etc/passwd', TSV, 'a String')",
      "SELECT 1 INTO OUTFILE '{}'", "BACKUP TABLE t TO File('{}')", "CREATE DATABASE fs ENGINE = Filesystem('/etc')", "CREATE DATABASE lite ENGINE = SQLite('{}')",
      "CREATE TABLE f (a String) ENGINE = File('TSV', '{}')", "CREATE TABLE f (a String) ENGINE = URL('http://127.0.0.1:1/', TSV)",
      "CREATE TABLE f (a String) ENGINE = Executable('/bin/cat', TSV)", "CREATE TABLE f AS file('/etc/passwd', LineAsString)",
      "CREATE VIEW f AS SELECT * FROM file('/etc/passwd', LineAsString)",
      "CREATE TABLE f (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = local, path = '{}/')",
      "CREATE TABLE f (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = object_storage, object_storage_type = local, "
          + "metadata_type = local, path = '{}/')",
      "CREATE TABLE f (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = web, endpoint = 'http://127.0.0.1:1/w/')",
      "CREATE DICTIONARY d (id UInt64, v String) PRIMARY KEY id SOURCE(EXECUTABLE(COMMAND 'cat /etc/passwd' FORMAT 'TSV')) LAYOUT(FLAT()) LIFETIME(1)",
      "CREATE DICTIONARY d (id UInt64, v String) PRIMARY KEY id SOURCE(HTTP(URL 'http://127.0.0.1:1/' FORMAT 'TSV')) LAYOUT(FLAT()) LIFETIME(1)",
      "CREATE DICTIONARY d (id UInt64, v String) PRIMARY KEY id SOURCE(FILE(PATH '/etc/passwd' FORMAT 'TSV')) LAYOUT(FLAT()) LIFETIME(1)",
      "CREATE USER u", "CREATE FUNCTION f AS x -> x", "CREATE NAMED COLLECTION n AS a = 1", "SYSTEM SHUTDOWN"})
  void clickHouse_withPassword_reachesNoFileAndNoNetwork(String sql) throws IOException {
    Path target = folder.resolve("reached");
    String statement = sql.replace("{}", target.toString());
    assertThatThrownBy(() -> clickHouse.execute(statement, Map.of())).isInstanceOf(StoreException.class)
        .message().containsAnyOf("Not enough privileges", "not allowed", "must be inside", "does not exist inside", "should not be changed");
    if (Files.exists(target)) {
      // the engine makes a disk's folder before it looks at whether the table may have the disk
      try (Stream<Path> files = Files.walk(target)) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
      Folders.deleteIfExists(target);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INSERT INTO attacked.t VALUES (1)", "CREATE TABLE attacked.f (a UInt64) ENGINE = Memory", "DROP TABLE attacked.t",
      "SHOW CREATE USER cascadian", "CREATE USER u", "SELECT * FROM file('/etc/passwd', LineAsString)",
      "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)", "SELECT 1 SETTINGS readonly = 0", "SELECT 1 SETTINGS max_memory_usage = 0",
      "SELECT 1 SETTINGS max_memory_usage = 8000000000", "SELECT 1 SETTINGS max_execution_time = 0", "SELECT 1 SETTINGS max_execution_time = 3600"})
  void clickHouseReader_withPassword_readsTablesWithinLimitsOnly(String sql) throws Exception {
    HttpResponse<String> answer = asReader(sql);
    assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(400);
    assertThat(answer.body()).containsAnyOf("Not enough privileges", "Cannot modify", "shouldn't be", "readonly mode", "not allowed", "must be inside", "should not be")
        .doesNotContain(stores.clickHouse().orElseThrow().password());
  }

  @Test
  void clickHouseReader_withSettingsOfItsClient_reads() throws Exception {
    assertThat(asReader("SELECT count() FROM attacked.t SETTINGS max_threads = 1, max_execution_time = 10, max_memory_usage = 1000000").body()).isEqualTo("0\n");
  }

  private static HttpResponse<String> asReader(String sql) throws Exception {
    EmbeddedStores.Endpoint reader = stores.clickHouseReader().orElseThrow();
    String basic = Base64.getEncoder().encodeToString((reader.user() + ":" + reader.password()).getBytes(StandardCharsets.UTF_8));
    return HTTP.send(HttpRequest.newBuilder(URI.create(reader.url())).header("Authorization", "Basic " + basic)
        .POST(HttpRequest.BodyPublishers.ofString(sql)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void filesWithPasswords_areOfThisUserAlone() throws IOException {
    Path data = folder.resolve("stores");
    for (Path directory : List.of(data, data.resolve("clickhouse"), data.resolve("postgres"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).as("%s", directory).isEqualTo("rwx------");
    }
    String password = stores.clickHouse().orElseThrow().password();
    assertThat(password).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(stores.postgres().orElseThrow().password());
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file).contains(password)) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as("%s", file).isEqualTo("rw-------");
        }
      }
    }
    assertThat(data.resolve("credentials.json")).content().contains(password);
    assertThat(Redaction.apply("refused: " + password + " and " + stores.postgres().orElseThrow().password())).isEqualTo("refused: [secret] and [secret]");
    assertThat(stores.clickHouse() + " " + stores.postgres()).doesNotContain(password);
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse(""))).noneMatch(line -> line.contains(password));
  }

  @Test
  void postgres_withoutPassword_letsNobodyIn() {
    String url = stores.postgres().orElseThrow().url();
    for (String user : List.of("postgres", "cascadian")) {
      for (String password : List.of("", "postgres", "cascadian")) {
        assertThatThrownBy(() -> DriverManager.getConnection(url, user, password).close()).as("%s/%s", user, password).isInstanceOf(SQLException.class);
      }
    }
    assertThatThrownBy(() -> DriverManager.getConnection(url + "?localSocketAddress=127.0.0.2", "postgres", "").close()).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"COPY (SELECT 1) TO PROGRAM 'cat > {}'", "COPY (SELECT 1) TO '{}'", "CREATE TABLE f (a text); COPY f FROM '/etc/passwd'",
      "CREATE TABLE f (a text); COPY f FROM PROGRAM 'cat /etc/passwd'", "SELECT pg_read_file('/etc/passwd')", "SELECT lo_import('/etc/passwd')",
      "CREATE EXTENSION file_fdw", "CREATE ROLE r SUPERUSER", "ALTER ROLE cascadian SUPERUSER", "SET ROLE postgres", "ALTER SYSTEM SET port = 1"})
  void postgres_withPassword_reachesNoFile(String sql) throws SQLException {
    EmbeddedStores.Endpoint endpoint = stores.postgres().orElseThrow();
    Path target = folder.resolve("reached");
    try (Connection connection = DriverManager.getConnection(endpoint.url(), endpoint.user(), endpoint.password());
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql.replace("{}", target.toString()))).isInstanceOf(SQLException.class)
          .message().containsAnyOf("permission denied", "must be superuser", "Only roles with", "is not available");
    }
    assertThat(target).doesNotExist();
  }

  @Test
  void engines_listenOnLoopbackOnly() throws Exception {
    OwnerState state = new ObjectMapper().readValue(folder.resolve("stores/stores.json").toFile(), OwnerState.class);
    InetAddress own = InetAddress.getLocalHost();
    if (!own.isLoopbackAddress()) {
      for (int port : List.of(state.clickHousePort(), state.postgresPort())) {
        assertThatThrownBy(() -> new Socket(own, port).close()).isInstanceOf(IOException.class);
      }
    }
  }
}
