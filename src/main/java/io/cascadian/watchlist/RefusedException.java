package io.cascadian.watchlist;

/** Rejects a request as it is written; the message, made for the caller, shows what to write instead. */
public final class RefusedException extends RuntimeException {

  public RefusedException(String message) {
    super(message);
  }
}
