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

/** Reports that another process uses the databases that were to be replaced; nothing was changed. */
public final class InUseException extends RuntimeException implements UserFacing {

  private static final Duration ENDING = Duration.ofSeconds(2);

  private final String by;

  InUseException(String by) {
    super("These databases are in use by " + by + ". Stop every service and command that uses them, then try again; nothing was changed");
    this.by = by;
  }

  /** Returns a description of the process that uses the databases. */
  public String by() {
    return by;
  }

  /**
   * Checks that Postgres has no session of another process of this program.
   *
   * @param own application name of this process's sessions
   * @throws InUseException when another process has one
   */
  static void requireNoOtherSession(PostgresSettings settings, String own) {
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
      // sessions of a process that has just ended are listed for a moment
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
