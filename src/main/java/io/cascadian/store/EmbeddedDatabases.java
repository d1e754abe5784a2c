package io.cascadian.store;

import java.util.Optional;

/**
 * Provides access to databases that this program runs itself, for a data directory. Closing it stops those that this process runs. Thread-safe.
 */
public interface EmbeddedDatabases extends AutoCloseable {

  /**
   * Holds the address and login of a database.
   *
   * @param url HTTP URL of ClickHouse, JDBC URL of Postgres
   */
  record Endpoint(String url, String user, String password) {

    @Override
    public String toString() {
      return "Endpoint[url=" + url + ", user=" + user + "]";
    }
  }

  /** Returns where this program's user reads and writes in ClickHouse; empty when ClickHouse was not asked for. */
  Optional<Endpoint> clickHouse();

  /** Returns the same for a user that only reads, and reaches neither files nor the network. */
  Optional<Endpoint> clickHouseReader();

  /** Returns where Postgres is; empty when it was not asked for. */
  Optional<Endpoint> postgres();

  /**
   * Runs the databases on the same ports whenever the process that runs them ends. For a service: it must not lose its databases when the command
   * that started them is done.
   */
  void keepRunning();

  @Override
  void close();
}
