package io.cascadian.ledger;

import java.nio.file.Path;

/** Reports that a file of reference wallets is invalid; the message names the file, the position and the problem. */
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

  /** Returns the line and column, or the path of a field such as {@code wallets[2].expected.trades}. */
  public String where() {
    return where;
  }
}
