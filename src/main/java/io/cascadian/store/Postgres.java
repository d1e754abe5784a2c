package io.cascadian.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Sends statements and transactions to Postgres, the operational store: runs, cursors, locks, dead letters.
 *
 * <p>Failures are {@link StoreUnavailableException} (worth repeating) or {@link StoreRejectedException} (not). Thread-safe.
 */
public final class Postgres implements AutoCloseable {

  private static final int CONNECT_SECONDS = 5;
  private static final Duration ANSWER_GRACE = Duration.ofSeconds(5);
  private static final Duration INTERACTIVE_GRACE = Duration.ofSeconds(1);

  private final HikariDataSource pool;
  private final PostgresSettings settings;
  private volatile Consumer<StoreException> observer = failure -> { };

  private Postgres(PostgresSettings settings, HikariDataSource pool) {
    this.settings = settings;
    this.pool = pool;
  }

  /** Opens a pool; connections are made on first use, so an absent server is reported by the first call. */
  public static Postgres connect(PostgresSettings settings) {
    // the server ends a statement first; the driver gives up a server that does not answer any more
    Duration answerWithin = settings.statementTimeout().plus(ANSWER_GRACE);
    return new Postgres(settings, new HikariDataSource(config(settings, "postgres", Duration.ofSeconds(10), answerWithin)));
  }

  /**
   * Opens a small pool of its own for asking how the server is: no call takes much longer than {@code limit}, also where the server accepts
   * connections and then stays silent, and no other work can occupy it. Idle connections are given back after a while.
   */
  public static Postgres probing(PostgresSettings settings, Duration limit) {
    HikariConfig config = config(settings.within(limit), "postgres-probes", limit, limit);
    // three checks and the history
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    // covers the handshake, which the other limits of the driver do not
    config.addDataSourceProperty("loginTimeout", Long.toString(limit.toSeconds()));
    return new Postgres(settings, new HikariDataSource(config));
  }

  /**
   * Opens a pool for interactive callers: none waits longer than {@code connectionWithin} for a connection, nor much longer than the settings' timeout for a
   * statement, even if the server accepts connections and then does not respond. Connections are opened on first use.
   */
  public static Postgres interactive(PostgresSettings settings, Duration connectionWithin) {
    HikariConfig config = config(settings, "postgres-http", connectionWithin, settings.statementTimeout().plus(INTERACTIVE_GRACE));
    config.addDataSourceProperty("loginTimeout", Long.toString(connectionWithin.toSeconds()));
    return new Postgres(settings, new HikariDataSource(config));
  }

  private static HikariConfig config(PostgresSettings settings, String name, Duration connectionWithin, Duration answerWithin) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.jdbcUrl());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(connectionWithin.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(Sql.load("store/postgres-session").replace(":statement_timeout", Long.toString(settings.statementTimeout().toMillis())));
    config.addDataSourceProperty("ApplicationName", "cascadian");
    config.addDataSourceProperty("connectTimeout", Long.toString(Math.min(5, connectionWithin.toSeconds())));
    config.addDataSourceProperty("socketTimeout", Long.toString(answerWithin.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    return config;
  }

  /**
   * Opens one connection outside the pool, to report a failed login at once: the pool would retry until its timeout.
   *
   * @throws StoreRejectedException when the server refuses the user, the database or the kind of connection, at once; that it does not answer is
   *     left to the first call
   */
  public void requireAccess() {
    Properties properties = new Properties();
    if (settings.user() != null) {
      properties.setProperty("user", settings.user());
    }
    if (settings.password() != null) {
      properties.setProperty("password", settings.password());
    }
    properties.setProperty("ApplicationName", "cascadian");
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS));
    try (Connection connection = DriverManager.getConnection(settings.jdbcUrl(), properties)) {
      connection.isValid(CONNECT_SECONDS);
    } catch (SQLException e) {
      if (PostgresErrors.isRefusedConnection(e)) {
        throw PostgresErrors.typed("connect", e, address());
      }
    }
  }

  /** Returns how long a call waits for a connection at most. */
  public Duration limit() {
    return Duration.ofMillis(pool.getConnectionTimeout());
  }

  /** Reports every failed call to {@code observer} from now on, on the caller's thread; it must not block. */
  public void onFailure(Consumer<StoreException> newObserver) {
    observer = newObserver;
  }

  /** Returns the server and the database, such as {@code 127.0.0.1:5432/cascadian}. */
  public String address() {
    return PostgresSettings.address(pool.getJdbcUrl());
  }

  /** Returns how busy the pool is; the run lock's own connection is not one of it. */
  public PoolState pool() {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    return bean == null
        ? new PoolState(0, 0, 0, pool.getMaximumPoolSize())
        : new PoolState(bean.getActiveConnections(), bean.getIdleConnections(), bean.getThreadsAwaitingConnection(), pool.getMaximumPoolSize());
  }

  /** Classifies a failure of a call on {@link #dataSource()} by other code, and reports it to the observer. */
  public StoreException failed(String operation, SQLException failure) {
    StoreException typed = PostgresErrors.typed(operation, failure, address());
    observer.accept(typed);
    return typed;
  }

  public DataSource dataSource() {
    return pool;
  }

  /** Returns by which name the server's other users know the sessions of this pool. */
  public String sessionName() {
    return queryOne("SELECT current_setting('application_name')", row -> row.getString(1)).orElseThrow();
  }

  public String version() {
    return queryOne("SHOW server_version", row -> row.getString(1)).orElseThrow();
  }

  /** Runs {@code work} in one transaction: committed when it returns, rolled back when it throws. */
  public <T> T inTransaction(String operation, TransactionWork<T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.apply(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw failed(operation, e);
    }
  }

  /** Runs one statement with positional parameters; returns the number of rows it changed. Texts are stored as by {@link StorableText}. */
  public int update(String sql, Object... parameters) {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Returns all rows of a query. */
  public <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters) {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(mapper.map(rows));
      }
      return result;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Returns the first row of a query, or empty. */
  public <T> Optional<T> queryOne(String sql, RowMapper<T> mapper, Object... parameters) {
    return query(sql, mapper, parameters).stream().findFirst();
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, StorableText.ofParameter(parameters[i]));
    }
    return statement;
  }

  private static void rollback(Connection connection, Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  /** Executes work inside a transaction. */
  @FunctionalInterface
  public interface TransactionWork<T> {
    T apply(Connection connection) throws SQLException;
  }

  /** Maps one row to one value. */
  @FunctionalInterface
  public interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }
}
