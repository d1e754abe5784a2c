package io.cascadian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an operator reads of a database's failure: which address, and the driver's words rather than the pool's. */
class FailureWordsTest {

  @Test
  void postgres_nothingListens_addressIsNamedAndNoCredential() throws IOException {
    int port = unusedPort();
    PostgresSettings settings = new PostgresSettings("jdbc:postgresql://127.0.0.1:" + port + "/d?password=words-canary", "u", "words-canary", 2);
    try (Postgres postgres = Postgres.probing(settings, Duration.ofSeconds(1))) {
      assertThatThrownBy(postgres::version).isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("127.0.0.1:" + port + "/d").hasMessageContaining("refused").hasMessageNotContaining("words-canary");
    }
    assertThat(settings.toString()).contains("127.0.0.1:" + port + "/d").doesNotContain("words-canary");
  }

  @Test
  void postgres_passwordRefused_isNotToldAsTimeOut() {
    SQLException driver = new SQLException("FATAL: password authentication failed for user \"u\"", "28P01");
    SQLException pool = new SQLTransientConnectionException("postgres - Connection is not available, request timed out after 10000ms", "28P01", driver);
    assertThat(PostgresErrors.typed("look", pool, "db:5432/d")).isInstanceOf(StoreRejectedException.class)
        .hasMessageContaining("password authentication failed").hasMessageContaining("db:5432/d").hasMessageNotContaining("timed out");
    SQLException busy = new SQLTransientConnectionException("postgres - Connection is not available, request timed out after 10000ms");
    assertThat(PostgresErrors.typed("look", busy, "db:5432/d")).isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("request timed out after 10000ms");
  }

  @Test
  void clickHouse_nothingListens_addressIsNamed() throws IOException {
    int port = unusedPort();
    ClickHouseSettings settings = ClickHouseSettings.of("http://127.0.0.1:" + port, "default", "", "d").within(Duration.ofSeconds(5));
    assertThatThrownBy(() -> ClickHouseClients.connect(settings).close()).isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("127.0.0.1:" + port).hasMessageContaining("refused");
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
