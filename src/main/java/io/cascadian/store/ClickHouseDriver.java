package io.cascadian.store;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientConfigProperties;
import com.clickhouse.jdbc.DataSourceImpl;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/**
 * Opens clients and JDBC pools of one ClickHouse from one set of driver options, so that statements of routes and bulk inserts reach the server
 * as the same user, with the same limits.
 */
final class ClickHouseDriver {

  static final int MAX_CONNECTIONS = 20;

  /** Statements of routes are few; bulk rows and queries of the program use the client. */
  private static final int JDBC_CONNECTIONS = 5;
  private static final long CONNECT_MILLIS = 5_000;

  private ClickHouseDriver() {}

  /**
   * Opens a client; no connection is made yet. Its connection pool reports its state to {@code metrics}.
   *
   * @param serverSettings sent with every statement
   */
  static Client client(ClickHouseSettings settings, String database, Map<String, String> serverSettings, MeterRegistry metrics) {
    return new Client.Builder()
        .addEndpoint(settings.url())
        .setOptions(options(settings, database, serverSettings))
        .registerClientMetrics(metrics, "clickhouse")
        .build();
  }

  /**
   * Prepares a JDBC pool whose first connection is made on first use. A connection that was idle is tested before it is handed out, so that a
   * server that was restarted is found again; idle ones are closed after a minute.
   */
  static HikariDataSource pool(ClickHouseSettings settings, String comment) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName("clickhouse");
    pool.setDataSource(new LimitedConnections(settings, comment));
    pool.setMaximumPoolSize(JDBC_CONNECTIONS);
    pool.setMinimumIdle(0);
    pool.setIdleTimeout(60_000);
    pool.setConnectionTimeout(CONNECT_MILLIS);
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  /**
   * Creates connections whose calls have a timeout. A pool sets a short limit while it tests a connection and then restores the one that it found; the driver
   * reports none for a new connection, whatever its options say, so that calls on it would wait without end for a server that hangs.
   */
  private static final class LimitedConnections extends DataSourceImpl {
    private final int limitMillis;

    LimitedConnections(ClickHouseSettings settings, String comment) {
      this.limitMillis = (int) settings.queryTimeout().toMillis();
      setUrl("jdbc:clickhouse:" + settings.url());
      Properties properties = new Properties();
      properties.putAll(options(settings, settings.database(), serverSettings(settings, comment)));
      setProperties(properties);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      connection.setNetworkTimeout(Runnable::run, limitMillis);
      return connection;
    }
  }

  /** Returns a text by which what one client sends is found at the server. */
  static String newComment() {
    return "cascadian " + UUID.randomUUID();
  }

  /**
   * Returns the settings of every statement: the time after which the server ends it by itself, also where this program has ended or the
   * network is cut, and the comment that identifies it.
   */
  static Map<String, String> serverSettings(ClickHouseSettings settings, String comment) {
    return Map.of("async_insert", "0", "max_execution_time", seconds(settings.queryTimeout()), "log_comment", comment);
  }

  /** Returns the same settings, with which the server encodes rows on the thread of their statement. */
  static Map<String, String> settingsForFewRows(ClickHouseSettings settings, String comment) {
    Map<String, String> all = new HashMap<>(serverSettings(settings, comment));
    all.put("output_format_parallel_formatting", "0");
    return all;
  }

  /** Returns a limit in the server's unit, rounded up. */
  static String seconds(Duration limit) {
    return Long.toString(Math.max(1, limit.plusMillis(999).toSeconds()));
  }

  private static Map<String, String> options(ClickHouseSettings settings, String database, Map<String, String> serverSettings) {
    String limit = Long.toString(settings.queryTimeout().toMillis());
    Map<String, String> options = new HashMap<>();
    options.put(ClientConfigProperties.USER.getKey(), settings.user());
    options.put(ClientConfigProperties.PASSWORD.getKey(), settings.password());
    options.put(ClientConfigProperties.DATABASE.getKey(), database);
    options.put(ClientConfigProperties.CLIENT_NAME.getKey(), "cascadian");
    options.put(ClientConfigProperties.CONNECTION_TIMEOUT.getKey(),
        Long.toString(Math.min(CONNECT_MILLIS, settings.queryTimeout().toMillis())));
    // behind the caller's own limit, which ends the statement at the server and reports how long it waited
    options.put(ClientConfigProperties.SOCKET_OPERATION_TIMEOUT.getKey(), Long.toString(settings.queryTimeout().plusSeconds(2).toMillis()));
    options.put(ClientConfigProperties.MAX_EXECUTION_TIME.getKey(), limit);
    options.put(ClientConfigProperties.HTTP_MAX_OPEN_CONNECTIONS.getKey(), Integer.toString(MAX_CONNECTIONS));
    // who repeats a call is decided by the caller, who knows what it means; never silently in the driver
    options.put(ClientConfigProperties.RETRY_ON_FAILURE.getKey(), "0");
    serverSettings.forEach((name, value) -> options.put(ClientConfigProperties.serverSetting(name), value));
    // packing costs more than it saves where nothing leaves the machine
    String compress = Boolean.toString(!settings.isLoopback());
    options.put(ClientConfigProperties.COMPRESS_SERVER_RESPONSE.getKey(), compress);
    options.put(ClientConfigProperties.COMPRESS_CLIENT_REQUEST.getKey(), compress);
    // the driver's default method needs a native library, which this build leaves out
    options.put(ClientConfigProperties.COMPRESSION_METHOD.getKey(), "LZ4");
    return options;
  }

  /** Returns how busy the connections of a client are, by the metrics that it was made with. */
  static PoolState state(MeterRegistry metrics) {
    return new PoolState(connections(metrics, "leased"), connections(metrics, "available"),
        gauge(metrics.find("httpcomponents.httpclient.pool.total.pending")), MAX_CONNECTIONS);
  }

  private static int connections(MeterRegistry metrics, String state) {
    return gauge(metrics.find("httpcomponents.httpclient.pool.total.connections").tag("state", state));
  }

  private static int gauge(Search of) {
    Gauge gauge = of.gauge();
    return gauge == null || Double.isNaN(gauge.value()) ? 0 : (int) gauge.value();
  }
}
