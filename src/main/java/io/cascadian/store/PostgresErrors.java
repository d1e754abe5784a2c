package io.cascadian.store;

import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTransientException;

/** Decides whether a failed Postgres call can be retried; no other code does. */
final class PostgresErrors {

  private PostgresErrors() {}

  /**
   * Classifies a failure by its SQLSTATE class: 08 connection, 40 serialisation and deadlock, 53 insufficient resources, 57 operator intervention (shutdown,
   * start
   * up) are transient; so is everything without a state, which the driver uses for its own connection trouble. Class 28, refused credentials,
   * 3D000, no such database, and 08004, refused connections, are not, and neither are certificates that are not trusted. Where the pool reports the
   * time that it had no connection, the reason is why it could make none.
   *
   * @param address of the server, without credentials
   */
  static StoreException typed(String operation, SQLException reported, String address) {
    SQLException failure = reported instanceof SQLTransientException && reported.getCause() instanceof SQLException reason ? reason : reported;
    String state = failure.getSQLState();
    String what = operation.length() <= 80 ? operation : operation.substring(0, 80) + "…";
    if (isRefusedConnection(failure)) {
      return new StoreRejectedException("Postgres", what, state, failure.getMessage() + " [" + address + "]" + remedy(state), reported);
    }
    boolean transientFailure = failure instanceof SQLTransientException
        || state == null
        || state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("57");
    return transientFailure
        ? new StoreUnavailableException("Postgres", what, failure.getMessage() + " [" + address + "]", reported)
        : new StoreRejectedException("Postgres", what, state, failure.getMessage(), reported);
  }

  /** Returns whether the server, or this side, refuses to connect as it is asked to, so that it will do so again. */
  static boolean isRefusedConnection(SQLException failure) {
    String state = failure.getSQLState();
    boolean refused = state != null && (state.startsWith("28") || state.equals("3D000") || state.equals("08004"));
    for (Throwable cause = failure; cause != null && !refused; cause = cause.getCause()) {
      refused = cause instanceof CertificateException;
    }
    return refused;
  }

  private static String remedy(String state) {
    if (state.startsWith("28")) {
      return "; check DATABASE_USER and DATABASE_PASSWORD, or at the server's pg_hba.conf";
    }
    return state.equals("3D000") ? "; create it, or name another in DATABASE_URL" : "; check DATABASE_URL: its address and sslmode";
  }
}
