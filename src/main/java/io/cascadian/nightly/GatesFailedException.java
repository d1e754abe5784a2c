package io.cascadian.nightly;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports that validation gates failed: the run is not a success, and a person must check the published numbers. */
public final class GatesFailedException extends RuntimeException {

  private final List<String> failed;
  private final transient Map<String, Object> details;

  /** @param details what all gates found, for the record of the step */
  public GatesFailedException(List<String> failed, Map<String, Object> details) {
    super(failed.size() + (failed.size() == 1 ? " gate" : " gates") + " failed: " + String.join("; ", failed));
    this.failed = List.copyOf(failed);
    this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** Returns the name and finding of each gate that failed. */
  public List<String> failed() {
    return failed;
  }

  /** Returns what all gates found, as plain values. */
  public Map<String, Object> details() {
    return details;
  }
}
