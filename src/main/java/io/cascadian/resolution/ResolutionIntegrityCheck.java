package io.cascadian.resolution;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.store.StoreException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks that as many conditions are resolved as there should be, counted from rows, whatever a file's header claims. */
public final class ResolutionIntegrityCheck implements HealthCheck {

  private final ResolutionMaps maps;
  private final long minimum;

  /** @param minimum resolved conditions in force below which something was lost */
  public ResolutionIntegrityCheck(ResolutionMaps maps, long minimum) {
    this.maps = maps;
    this.minimum = minimum;
  }

  @Override
  public String name() {
    return "resolution-integrity";
  }

  /** Returns false, because a run adds resolutions. */
  @Override
  public boolean stopsRun() {
    return false;
  }

  /** Returns how long a result is cached: resolutions are read whole for it, and change with a run or a dropped file only. */
  @Override
  public Duration freshFor() {
    return Duration.ofSeconds(5);
  }

  @Override
  public String hint() {
    return "look at the checks 'clickhouse' and 'postgres'";
  }

  @Override
  public CheckResult check() {
    ResolutionStatus status;
    try {
      status = maps.status();
    } catch (StoreException e) {
      return ResolutionFreshnessCheck.unreadable(e);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("resolved_conditions", status.resolved());
    details.put("minimum_conditions", minimum);
    details.put("contradicted_conditions", status.contradicted());
    details.put("data_time", status.newest() == null ? null : status.newest().toString());
    if (status.newest() == null) {
      return CheckResult.warning("no resolutions have been read yet; the next nightly run does", details);
    }
    String found = status.resolved() + " conditions resolved";
    return status.resolved() < minimum
        ? CheckResult.critical(found + ", fewer than RESOLUTION_MIN_RESOLVED = " + minimum + "; drop a complete resolution map", details)
        : CheckResult.healthy(found, details);
  }
}
