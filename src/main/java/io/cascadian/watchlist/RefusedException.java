package io.cascadian.watchlist;

/** What was asked for cannot be done as it is written; the message, made for the caller, says what to write instead. */
public final class RefusedException extends RuntimeException {

  public RefusedException(String message) {
    super(message);
  }
}
