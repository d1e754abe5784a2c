package io.cascadian.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Holds the address, user and limits of a Postgres.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 * @param user may be null when the URL or the server's configuration has it
 * @param password may be null
 * @param poolSize the most connections that this process holds, the run lock's own not counted
 * @param statementTimeout after which the server ends a statement
 */
public record PostgresSettings(String jdbcUrl, String user, String password, int poolSize, Duration statementTimeout) {

  /** Creates settings with a statement timeout of two minutes. */
  public PostgresSettings(String jdbcUrl, String user, String password, int poolSize) {
    this(jdbcUrl, user, password, poolSize, Duration.ofMinutes(2));
  }

  /** Returns the same with another limit for one statement. */
  public PostgresSettings within(Duration limit) {
    return new PostgresSettings(jdbcUrl, user, password, poolSize, limit);
  }

  /** Returns the same with another name of its sessions, by which the server's other users know them. */
  public PostgresSettings named(String applicationName) {
    String parameter = "ApplicationName=" + URLEncoder.encode(applicationName, StandardCharsets.UTF_8);
    return new PostgresSettings(jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + parameter, user, password, poolSize, statementTimeout);
  }

  /** Returns host, port and database of a JDBC address, without its parameters, which may hold credentials. */
  static String address(String jdbcUrl) {
    return jdbcUrl.replaceFirst("^jdbc:postgresql:/*", "").replaceFirst("\\?.*", "");
  }

  @Override
  public String toString() {
    return "PostgresSettings[address=" + address(jdbcUrl) + ", user=" + user + ", poolSize=" + poolSize + "]";
  }
}
