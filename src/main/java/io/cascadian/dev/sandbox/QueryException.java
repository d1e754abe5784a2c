package io.cascadian.dev.sandbox;

/** Reports a query that graph-node answers with a 200 and an {@code errors} list; the message is that of graph-node. */
final class QueryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient int line;
  private final transient int column;

  QueryException(String message) {
    this(message, 0, 0);
  }

  /** @param line of a parse error, from 1; 0 when there is none */
  QueryException(String message, int line, int column) {
    super(message, null, false, false);
    this.line = line;
    this.column = column;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }
}
