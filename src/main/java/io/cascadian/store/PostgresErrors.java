package io.cascadian.store;

import java.sql.SQLException;
import java.sql.SQLTransientException;

/** The one place that decides whether a failed Postgres call is worth repeating. */
final class PostgresErrors {

  private PostgresErrors() {}

  /**
   * By SQLSTATE class: 08 connection, 40 serialisation and deadlock, 53 insufficient resources, 57 operator intervention (shutdown, start
   * up) are transient; so is everything without a state, which the driver uses for its own connection trouble. Class 28, refused credentials,
   * and 3D000, no such database, are not, also where the pool reports them as time spent without a connection.
   */
  static StoreException typed(String operation, SQLException failure) {
    String state = failure.getSQLState();
    String what = operation.length() <= 80 ? operation : operation.substring(0, 80) + "…";
    if (state != null && (state.startsWith("28") || state.equals("3D000"))) {
      return new StoreRejectedException("Postgres", what, state, failure.getMessage(), failure);
    }
    boolean transientFailure = failure instanceof SQLTransientException
        || state == null
        || state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("57");
    return transientFailure
        ? new StoreUnavailableException("Postgres", what, failure.getMessage(), failure)
        : new StoreRejectedException("Postgres", what, state, failure.getMessage(), failure);
  }
}
