package io.cascadian.store;

/** Reports that the database could not be reached or was too busy: transient, a retry may succeed. */
public final class StoreUnavailableException extends StoreException {

  public StoreUnavailableException(String store, String operation, String message, Throwable cause) {
    super(store, operation, message, cause);
  }
}
