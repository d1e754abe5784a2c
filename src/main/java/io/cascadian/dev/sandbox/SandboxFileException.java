package io.cascadian.dev.sandbox;

import io.cascadian.source.SandboxException;

/** Reports that a file of the sandbox cannot be used, a feed or a table of exchange logs; names the file and the place in it. */
public final class SandboxFileException extends SandboxException {

  private final String file;
  private final long line;

  private SandboxFileException(String file, String place, long line, String message, Throwable cause) {
    super(file + (line == 0 ? "" : ", " + place + " " + line) + ": " + message, cause);
    this.file = file;
    this.line = line;
  }

  /** @param line number of the line, from 1; 0 when the whole file cannot be read */
  static SandboxFileException ofFeed(String file, long line, String message, Throwable cause) {
    return new SandboxFileException(file, "line", line, message + " (docs/schemas/feed.md describes the format)", cause);
  }

  /** @param row number of the row, from 1 and without the header; 0 when the whole table cannot be read */
  static SandboxFileException ofTable(String file, long row, String message, Throwable cause) {
    return new SandboxFileException(file, "row", row, message + "; nothing was written", cause);
  }

  public String file() {
    return file;
  }

  /** Returns the number of the line of a feed, or of the row of a table; 0 when the whole file cannot be read. */
  public long line() {
    return line;
  }
}
