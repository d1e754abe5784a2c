package io.cascadian.runtime;

import io.cascadian.store.PostgresSettings;
import io.cascadian.store.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;

/** Opens the connection of the run lock. */
final class LockConnection {

  private LockConnection() {}

  /**
   * Opens a connection outside the pool. It may be idle for hours, and the lock ends with it. TCP keep-alive makes the server drop a dead holder (power
   * failure, network partition) within a minute instead of the usual two hours.
   */
  static Connection open(PostgresSettings settings) throws SQLException {
    Properties properties = new Properties();
    if (settings.user() != null) {
      properties.setProperty("user", settings.user());
    }
    if (settings.password() != null) {
      properties.setProperty("password", settings.password());
    }
    properties.setProperty("ApplicationName", "cascadian run lock");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "120");
    // covers the handshake, which the other limits do not
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    Connection connection = DriverManager.getConnection(settings.jdbcUrl(), properties);
    // not as options of the connection, which poolers reject; servers before version 14 do not know one of them
    try (PreparedStatement set = connection.prepareStatement(Sql.load("nightly/lock-session"))) {
      set.execute();
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
