package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.store.StoreUnavailableException;
import io.cascadian.testkit.TestStores;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoresIT {

  @TempDir
  private static Path folder;

  @Test
  void deadLockHolder_losesLock_idleOneDoesNot() throws Exception {
    PostgresSettings postgres = TestStores.freshPostgresSettings();
    Settings settings = Modules.load(Map.of(StoreSettings.DATA_DIR, folder.toString(), StoreSettings.CLICKHOUSE_URL, TestStores.clickHouseServer().url(),
        StoreSettings.DATABASE_URL, postgres.jdbcUrl(), StoreSettings.DATABASE_USER, postgres.user()), TestStores.users(), folder);
    try (Stores stores = Stores.open(settings, line -> { }); Connection lock = stores.dedicatedPostgresConnection();
        Statement statement = lock.createStatement()) {
      assertThat(shown(statement, "tcp_keepalives_idle")).isEqualTo("30");
      assertThat(shown(statement, "tcp_keepalives_interval")).isEqualTo("10");
      assertThat(shown(statement, "tcp_keepalives_count")).isEqualTo("3");
      assertThat(shown(statement, "idle_session_timeout")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "DATABASE_PASSWORD | wrong | rejected with code 28P01 | password authentication failed | check DATABASE_USER and DATABASE_PASSWORD",
      "DATABASE_USER | nobody | rejected with code 28000 | user \"nobody\" | check DATABASE_USER and DATABASE_PASSWORD, or at the server's pg_hba.conf",
      "DATABASE_URL | /no_such_database | rejected with code 3D000 | \"no_such_database\" does not exist | name another in DATABASE_URL",
      "DATABASE_URL | /postgres?sslmode=require | rejected with code 08004 | does not support SSL | sslmode",
      "CLICKHOUSE_URL | https | rejected with code TLS | Unsupported or unrecognized SSL message | check CLICKHOUSE_URL"})
  void rejectedConnection_isReportedAtOnceWithReason(String wrong, String value, String code, String reason, String remedy) {
    PostgresSettings postgres = TestStores.freshPostgresSettings();
    Map<Setting, String> all = new HashMap<>(Map.of(StoreSettings.DATA_DIR, folder.toString(), StoreSettings.CLICKHOUSE_URL, TestStores.clickHouseServer().url(),
        StoreSettings.DATABASE_URL, postgres.jdbcUrl()));
    all.put(Modules.setting(wrong), switch (wrong) {
      case "DATABASE_URL" -> postgres.jdbcUrl().replaceFirst("/[^/]*$", value);
      case "CLICKHOUSE_URL" -> TestStores.clickHouseServer().url().replaceFirst("http", value);
      default -> value;
    });
    Settings settings = Modules.load(all, TestStores.users(), folder);
    long begun = System.nanoTime();
    assertThatThrownBy(() -> Stores.open(settings, line -> { }).close()).isInstanceOf(StoreRejectedException.class)
        .hasMessageContaining(code).hasMessageContaining(reason).hasMessageContaining(remedy).message().doesNotContain("timed out");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  /** The embedded server accepts any password, so a stub answers. */
  @Test
  void wrongPasswordOfClickHouse_isReportedAtOnce() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      byte[] answer = "Code: 516. DB::Exception: cascadian: Authentication failed: password is incorrect. (AUTHENTICATION_FAILED)".getBytes(StandardCharsets.UTF_8);
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("X-ClickHouse-Exception-Code", "516");
      exchange.sendResponseHeaders(403, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    try {
      Settings settings = Modules.load(Map.of(StoreSettings.DATA_DIR, folder.toString(), StoreSettings.DATABASE_URL, TestStores.freshPostgresSettings().jdbcUrl(),
          StoreSettings.CLICKHOUSE_URL, "http://127.0.0.1:" + server.getAddress().getPort()), TestStores.users(), folder);
      assertThatThrownBy(() -> Stores.open(settings, line -> { }).close()).isInstanceOf(StoreRejectedException.class)
          .hasMessageContaining("rejected with code 516").hasMessageContaining("Authentication failed")
          .hasMessageContaining("check CLICKHOUSE_USER and CLICKHOUSE_PASSWORD");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void poolWithoutConnections_reportsReason() {
    PostgresSettings right = TestStores.freshPostgresSettings();
    PostgresSettings wrong = new PostgresSettings(right.jdbcUrl(), right.user(), "wrong", 1);
    try (Postgres postgres = Postgres.probing(wrong, Duration.ofSeconds(1))) {
      assertThatThrownBy(postgres::version).isInstanceOf(StoreRejectedException.class).hasMessageContaining("password authentication failed")
          .message().doesNotContain("timed out");
    }
    PostgresSettings unreachable = new PostgresSettings("jdbc:postgresql://127.0.0.1:9/none", "nobody", "none", 1);
    try (Postgres postgres = Postgres.probing(unreachable, Duration.ofSeconds(1))) {
      assertThatThrownBy(postgres::version).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("refused").message()
          .doesNotContain("timed out");
    }
  }

  private static String shown(Statement statement, String setting) throws Exception {
    try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
