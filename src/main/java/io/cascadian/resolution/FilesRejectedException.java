package io.cascadian.resolution;

import java.util.List;

/** Dropped files were rejected; the others were dealt with, and what was known stays in force. */
public final class FilesRejectedException extends RuntimeException {

  private final List<String> rejected;

  FilesRejectedException(List<String> rejected, int files) {
    super(rejected.size() + " of " + files + " dropped files rejected, see .failed in the drop folder: " + String.join("; ", rejected));
    this.rejected = List.copyOf(rejected);
  }

  /** Name and reason of each. */
  public List<String> rejected() {
    return rejected;
  }
}
