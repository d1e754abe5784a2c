package io.cascadian.store;

/** The database understood the call and refused it: permanent, repeating it cannot help. */
public final class StoreRejectedException extends StoreException {

  private final String code;

  public StoreRejectedException(String store, String operation, String code, String message, Throwable cause) {
    super(store, operation, "refused with code " + code + ": " + message, cause);
    this.code = code;
  }

  /** ClickHouse's numeric error code or Postgres' SQLSTATE. */
  public String code() {
    return code;
  }
}
