package io.cascadian.store;

/** Reports that the database rejected a call: permanent, a retry cannot help. */
public final class StoreRejectedException extends StoreException {

  private final String code;

  public StoreRejectedException(String store, String operation, String code, String message, Throwable cause) {
    super(store, operation, "rejected with code " + code + ": " + message, cause);
    this.code = code;
  }

  /** Returns ClickHouse's numeric error code or Postgres' SQLSTATE. */
  public String code() {
    return code;
  }
}
