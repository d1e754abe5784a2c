package io.cascadian.nightly;

import java.util.List;

/** Validation gates did not pass; the run is not a success, the published numbers need a look. */
public final class GatesFailedException extends RuntimeException {

  private final List<String> failed;

  public GatesFailedException(List<String> failed) {
    super(failed.size() + (failed.size() == 1 ? " gate" : " gates") + " failed: " + String.join("; ", failed));
    this.failed = List.copyOf(failed);
  }

  /** Name and finding of each gate that failed. */
  public List<String> failed() {
    return failed;
  }
}
