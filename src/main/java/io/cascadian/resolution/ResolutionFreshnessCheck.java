package io.cascadian.resolution;

import io.cascadian.health.CheckResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks how long ago payouts of conditions were last read.
 *
 * <p>Counted from the newer of two times: when the conditions on chain were last read to their end, and when a map last changed something.
 * A map's own {@code last_updated} never counts, nor does the same map again.
 */
public final class ResolutionFreshnessCheck extends ResolutionCheck {

  private final Duration warning;
  private final Duration critical;
  private final Clock clock;

  public ResolutionFreshnessCheck(ResolutionMaps maps, Duration warning, Duration critical, Clock clock) {
    super(maps);
    this.warning = warning;
    this.critical = critical;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "resolution-freshness";
  }

  @Override
  CheckResult evaluate(ResolutionStatus status) {
    Instant newest = status.newest();
    Map<String, Object> details = new LinkedHashMap<>();
    if (newest == null) {
      details.put("data_time", null);
      details.putAll(thresholds());
      return CheckResult.warning("no resolutions have been read yet; the next nightly run does", details);
    }
    Duration age = Duration.between(newest, clock.instant());
    details.put("chain_read_at", status.chainReadAt() == null ? null : status.chainReadAt().toString());
    details.put("map_changed_at", status.mapChangedAt() == null ? null : status.mapChangedAt().toString());
    details.put("last_map", status.lastMap());
    details.put("data_time", newest.toString());
    details.put("age_hours", age.toHours());
    details.putAll(thresholds());
    String found = "last learnt " + age.toHours() + " h ago";
    if (age.compareTo(critical) >= 0) {
      return CheckResult.critical(found + "; look at why runs fail, or drop a newer map", details);
    }
    return age.compareTo(warning) >= 0
        ? CheckResult.warning(found + "; the last nightly run did not read them: GET /api/nightly/runs shows the cause", details)
        : CheckResult.healthy(found, details);
  }

  private Map<String, Object> thresholds() {
    Map<String, Object> thresholds = new LinkedHashMap<>();
    thresholds.put("warning_from_hours", warning.toHours());
    thresholds.put("critical_from_hours", critical.toHours());
    return thresholds;
  }
}
