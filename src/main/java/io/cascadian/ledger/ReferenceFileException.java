package io.cascadian.ledger;

import java.nio.file.Path;

/** A file of reference wallets cannot be used; the message names the file, where in it, and what is wrong there. */
public final class ReferenceFileException extends RuntimeException {

  private final Path file;
  private final String where;

  ReferenceFileException(Path file, String where, String what, Throwable cause) {
    super("the reference wallets in " + file + " cannot be used: " + where + ": " + what, cause);
    this.file = file;
    this.where = where;
  }

  public Path file() {
    return file;
  }

  /** Line and column, or the path of a field such as {@code wallets[2].expected.trades}. */
  public String where() {
    return where;
  }
}
