package io.cascadian.resolution;

import io.cascadian.health.CheckResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks that as many conditions are resolved as there should be, counted from rows, whatever a file's header claims. */
public final class ResolutionIntegrityCheck extends ResolutionCheck {

  private final long minimum;

  /** @param minimum resolved conditions in force below which something was lost */
  public ResolutionIntegrityCheck(ResolutionMaps maps, long minimum) {
    super(maps);
    this.minimum = minimum;
  }

  @Override
  public String name() {
    return "resolution-integrity";
  }

  @Override
  CheckResult evaluate(ResolutionStatus status) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("resolved_conditions", status.resolved());
    details.put("minimum_conditions", minimum);
    details.put("contradicted_conditions", status.contradicted());
    details.put("data_time", status.newest() == null ? null : status.newest().toString());
    if (status.newest() == null) {
      return CheckResult.warning("no resolutions have been read yet; the next nightly run does", details);
    }
    String found = "resolved conditions: " + status.resolved();
    return status.resolved() < minimum
        ? CheckResult.critical(found + ", fewer than RESOLUTION_MIN_RESOLVED = " + minimum + "; drop a complete resolution map", details)
        : CheckResult.healthy(found, details);
  }
}
