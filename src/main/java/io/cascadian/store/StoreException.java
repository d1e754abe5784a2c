package io.cascadian.store;

import io.cascadian.errors.UserFacing;
import io.cascadian.secrets.Redaction;

/**
 * Reports that a database failed or rejected a call; the subtype shows whether a retry can help.
 *
 * <p>The message names the store, what was attempted and the server's own words, never credentials.
 */
public abstract sealed class StoreException extends RuntimeException implements UserFacing
    permits StoreUnavailableException, StoreRejectedException {

  private final String store;
  private final String operation;

  StoreException(String store, String operation, String message, Throwable cause) {
    // drivers and servers say more than we ask them to
    super(Redaction.apply(store + ", " + operation + ": " + message), cause);
    this.store = store;
    this.operation = operation;
  }

  /** Returns {@code ClickHouse} or {@code Postgres}. */
  public String store() {
    return store;
  }

  /** Returns what was attempted, such as {@code insert into trades_raw}. */
  public String operation() {
    return operation;
  }
}
