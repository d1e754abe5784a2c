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
   *
   * @param address of the server, without credentials
   */
  static StoreException typed(String operation, SQLException failure, String address) {
    String state = failure.getSQLState();
    String said = said(failure);
    String what = operation.length() <= 80 ? operation : operation.substring(0, 80) + "…";
    if (state != null && (state.startsWith("28") || state.equals("3D000"))) {
      return new StoreRejectedException("Postgres", what, state, said + " [" + address + "]", failure);
    }
    boolean transientFailure = failure instanceof SQLTransientException
        || state == null
        || state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("57");
    return transientFailure
        ? new StoreUnavailableException("Postgres", what, said + " [" + address + "]", failure)
        : new StoreRejectedException("Postgres", what, state, said, failure);
  }

  /** The driver's words: the pool reports a connection that cannot be made as time spent without one, with the driver's failure behind it. */
  private static String said(SQLException failure) {
    Throwable told = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      told = cause instanceof SQLException ? cause : told;
    }
    return told.getMessage();
  }
}
