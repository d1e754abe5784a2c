package io.cascadian.runtime;

import io.cascadian.errors.UserFacing;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.RestoreMark;
import io.cascadian.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Another process uses what was to be replaced; nothing was changed. */
public final class InUseException extends RuntimeException implements UserFacing {

  private static final Duration ENDING = Duration.ofSeconds(2);

  private final String by;

  InUseException(String by) {
    super("These databases are in use by " + by + ". Stop every service and command that uses them, then ask again; nothing was changed");
    this.by = by;
  }

  /** Who uses it, for a person. */
  public String by() {
    return by;
  }

  /**
   * Asks Postgres for sessions of this program, which are there for as long as one of its processes is.
   *
   * @param own name of the sessions of this process
   * @throws InUseException when there is one
   */
  static void requireNobody(PostgresSettings settings, String own) {
    Properties properties = new Properties();
    if (settings.user() != null) {
      properties.setProperty("user", settings.user());
    }
    if (settings.password() != null) {
      properties.setProperty("password", settings.password());
    }
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    try (Connection connection = DriverManager.getConnection(settings.jdbcUrl(), properties)) {
      Optional<String> session = RestoreMark.otherSession(connection, own);
      // a process that has just ended is there for a moment
      for (long end = System.nanoTime() + ENDING.toNanos(); session.isPresent() && System.nanoTime() < end; session = RestoreMark.otherSession(connection, own)) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      if (session.isPresent()) {
        throw new InUseException("another process at " + session.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Postgres", "look for other sessions", "interrupted", e);
    } catch (SQLException e) {
      throw new StoreUnavailableException("Postgres", "look for other sessions", e.getMessage(), e);
    }
  }
}
