package io.cascadian.watchlist;

/** Reports that another strategy has that name; nothing was changed. */
public final class NameTakenException extends RuntimeException {

  NameTakenException(String name, Throwable cause) {
    super("there is another strategy called '" + name + "'", cause);
  }
}
