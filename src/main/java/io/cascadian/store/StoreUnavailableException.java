package io.cascadian.store;

/** The database could not be reached or was too busy: transient, the same call may succeed later. */
public final class StoreUnavailableException extends StoreException {

  public StoreUnavailableException(String store, String operation, String message, Throwable cause) {
    super(store, operation, message, cause);
  }
}
