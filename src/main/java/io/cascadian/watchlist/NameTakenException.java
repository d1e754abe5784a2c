package io.cascadian.watchlist;

/** There is another strategy of that name; nothing was changed. */
public final class NameTakenException extends RuntimeException {

  NameTakenException(String name, Throwable cause) {
    super("there is another strategy called '" + name + "'", cause);
  }
}
