package io.cascadian.embedded.sandbox;

/** A feed file cannot be served; names the file and the line. */
public final class FeedException extends RuntimeException {

  private final String file;
  private final long line;

  FeedException(String file, long line, String message, Throwable cause) {
    super(file + ", line " + line + ": " + message + " (docs/schemas/feed.md describes the format)", cause);
    this.file = file;
    this.line = line;
  }

  public String file() {
    return file;
  }

  /** From 1. */
  public long line() {
    return line;
  }
}
