package io.cascadian.dev.sandbox;

import io.cascadian.source.SandboxException;

/** Reports that a feed file cannot be served; names the file and the line. */
public final class FeedException extends SandboxException {

  private final String file;
  private final long line;

  FeedException(String file, long line, String message, Throwable cause) {
    super(file + (line == 0 ? "" : ", line " + line) + ": " + message + " (docs/schemas/feed.md describes the format)", cause);
    this.file = file;
    this.line = line;
  }

  public String file() {
    return file;
  }

  /** Returns the number of the line, from 1; 0 when it is the whole file that cannot be read. */
  public long line() {
    return line;
  }
}
