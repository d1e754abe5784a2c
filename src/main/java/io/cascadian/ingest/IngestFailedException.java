package io.cascadian.ingest;

import io.cascadian.store.StepFailure;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Streams could not be read to the pinned block; what was read of them is stored and the next run goes on from there. */
public final class IngestFailedException extends RuntimeException implements StepFailure {

  private final transient List<StreamReport> failed;
  private final transient Map<String, Object> details;
  private final transient List<String> warnings;

  /**
   * @param details what was read of all streams all the same
   * @param warnings about other streams
   */
  IngestFailedException(List<StreamReport> failed, Map<String, Object> details, List<String> warnings) {
    super(failed.stream().map(r -> r.stream() + " after " + r.events() + " events: " + r.failure())
        .reduce((a, b) -> a + "; " + b).orElse(""));
    this.failed = List.copyOf(failed);
    this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    this.warnings = List.copyOf(warnings);
  }

  public List<StreamReport> failed() {
    return failed;
  }

  @Override
  public Map<String, Object> details() {
    return details;
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }
}
