package io.cascadian.resolution;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.store.StoreException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Checks what is stored of resolutions. */
abstract class ResolutionCheck implements HealthCheck {

  private final ResolutionMaps maps;

  ResolutionCheck(ResolutionMaps maps) {
    this.maps = maps;
  }

  abstract CheckResult evaluate(ResolutionStatus status);

  @Override
  public final CheckResult check() {
    ResolutionStatus status;
    try {
      status = maps.status();
    } catch (StoreException e) {
      // the store's own check has what to do about it
      return CheckResult.critical("cannot be read, because " + e.store() + " did not answer as it should; look at the check '"
          + e.store().toLowerCase(Locale.ROOT) + "'", Map.of());
    }
    return evaluate(status);
  }

  /** Returns false, because a run updates the resolutions. */
  @Override
  public final boolean stopsRun() {
    return false;
  }

  /** Returns how long a result is cached: resolutions are read whole for it, and change with a run or a dropped file only. */
  @Override
  public final Duration freshFor() {
    return Duration.ofSeconds(5);
  }

  @Override
  public final String hint() {
    return "look at the checks 'clickhouse' and 'postgres'";
  }
}
