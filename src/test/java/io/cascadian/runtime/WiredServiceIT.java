package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.exchange.PollingErrorHandler;
import io.cascadian.exchange.RetryLog;
import io.cascadian.graphql.StreamingGraphqlComponent;
import io.cascadian.settings.Setting;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.TestStores;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks in an assembled service that settings take effect, and that Camel has the program's components. */
class WiredServiceIT {

  @TempDir
  static Path folder;
  private static Service service;
  private static Map<String, Object> beans;

  @BeforeAll
  static void start() throws Exception {
    PostgresSettings database = TestStores.freshPostgresSettings();
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Map<Setting, String> values = new HashMap<>();
    values.putAll(Map.of(
        StoreSettings.CLICKHOUSE_URL, TestStores.clickHouseServer().url(), StoreSettings.CLICKHOUSE_DATABASE, "wired_service",
        StoreSettings.DATABASE_URL, database.jdbcUrl(), StoreSettings.DATABASE_USER, database.user(),
        SourceSettings.SOURCE_URL, "http://127.0.0.1:9", SourceSettings.GAMMA_URL, "http://127.0.0.1:9", HttpSettings.HTTP_PORT, Integer.toString(port)));
    values.putAll(Map.of(
        StoreSettings.DATA_DIR, folder.resolve("data").toString(), ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString(),
        ResolutionSettings.DROP_DIR, folder.resolve("drop").toString(), RouteSettings.ROUTES_DIR, Path.of("routes").toAbsolutePath().toString()));
    values.putAll(Map.of(
        StoreSettings.CLICKHOUSE_TIMEOUT, "71s", StoreSettings.DATABASE_TIMEOUT, "72s", RouteSettings.ROUTES_MAX_WAIT, "73s", MarketSettings.GAMMA_TIME_LIMIT, "74s",
        IngestSettings.INGEST_MAX_REJECTED_PERCENT, "7", RunSettings.MISSED_RUN_MAX_DELAY, "75s"));
    service = Service.start(Modules.load(values, TestStores.users(), folder), new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), true);
    beans = service.components().beans();
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void limits_reachWhatTheyLimit() throws Exception {
    ClickHouse clickHouse = (ClickHouse) beans.get("clickHouseClient");
    assertThat(clickHouse.query("SELECT toString(getSetting('max_execution_time'))", Map.of(), row -> row.getString(1))).containsExactly("71");
    try (Connection connection = ((DataSource) beans.get("postgres")).getConnection();
        Statement statement = connection.createStatement();
        ResultSet shown = statement.executeQuery("SHOW statement_timeout")) {
      assertThat(shown.next()).isTrue();
      assertThat(shown.getString(1)).isEqualTo("72s");
    }
    assertThat(service).extracting("routes.reload.waiting.longest").isEqualTo(Duration.ofSeconds(73));
    assertThat(beans.get("marketUpdate")).extracting("catalogue.limits.time").isEqualTo(Duration.ofSeconds(74));
    assertThat(beans.get("ingestSteps")).extracting("ingest.options.maxRejectedPercent").isEqualTo(7);
    assertThat(beans.get("schedule")).extracting("maxDelay").isEqualTo(Duration.ofSeconds(75));
  }

  @Test
  void camel_hasTheProgramsOwnParts() {
    assertThat(service).extracting("main.camelContext").isInstanceOfSatisfying(CamelContext.class, camel -> {
      assertThat(camel.getComponent("graphql")).as("whatever comes first on the class path").isInstanceOf(StreamingGraphqlComponent.class);
      assertThat(camel.getRoute("resolution-file-watch").getEndpoint()).isInstanceOfSatisfying(ScheduledPollEndpoint.class,
          polled -> assertThat(polled.getExceptionHandler()).isInstanceOf(PollingErrorHandler.class));
      assertThat(camel.getManagementStrategy().getEventNotifiers()).hasAtLeastOneElementOfType(RetryLog.class);
    });
  }
}
