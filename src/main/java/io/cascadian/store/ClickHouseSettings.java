package io.cascadian.store;

import java.net.URI;
import java.time.Duration;

/**
 * Holds the address, user and limits of a ClickHouse.
 *
 * @param url {@code http://host:port} or {@code https://host:port}
 * @param user user name; {@code default} when the server has no users
 * @param password may be empty, never null
 * @param database the database that holds this system's tables; never {@code default} on the embedded engine
 * @param queryTimeout upper bound for one statement
 */
public record ClickHouseSettings(String url, String user, String password, String database, Duration queryTimeout) {

  /** Returns settings of a user with a statement timeout of ten minutes. */
  public static ClickHouseSettings of(String url, String user, String password, String database) {
    return new ClickHouseSettings(url, user, password, database, Duration.ofMinutes(10));
  }

  /** Returns the same with another limit for one statement. */
  public ClickHouseSettings within(Duration limit) {
    return new ClickHouseSettings(url, user, password, database, limit);
  }

  /** Returns the same for another user. */
  public ClickHouseSettings as(String otherUser, String otherPassword) {
    return new ClickHouseSettings(url, otherUser, otherPassword, database, queryTimeout);
  }

  /** Returns the same with another database. */
  ClickHouseSettings in(String otherDatabase) {
    return new ClickHouseSettings(url, user, password, otherDatabase, queryTimeout);
  }

  /** Returns whether the server is on this machine. */
  boolean isLoopback() {
    String host = URI.create(url).getHost();
    return host != null && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
  }

  @Override
  public String toString() {
    return "ClickHouseSettings[url=" + url + ", user=" + user + ", database=" + database + "]";
  }
}
