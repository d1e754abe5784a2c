package io.cascadian.dev.sandbox;

import io.cascadian.source.SandboxException;

/** Reports that a table of exchange logs cannot be converted; names the file and the row. */
public final class LogTableException extends SandboxException {

  private final String file;
  private final long row;

  LogTableException(String file, long row, String message, Throwable cause) {
    super(file + (row == 0 ? "" : ", row " + row) + ": " + message + "; nothing was written", cause);
    this.file = file;
    this.row = row;
  }

  public String file() {
    return file;
  }

  /** Returns the number of the row, from 1 and without the header; 0 when it is the whole table that cannot be read. */
  public long row() {
    return row;
  }
}
