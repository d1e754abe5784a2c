package io.cascadian.resolution;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Checks how long ago payouts of conditions were last read.
 *
 * <p>Counted from the newer of two times: when the conditions on chain were last read to their end, and when a map last changed something.
 * A map's own {@code last_updated} never counts, nor does the same map again.
 */
public final class ResolutionFreshnessCheck implements HealthCheck {

  private final ResolutionMaps maps;
  private final Duration warning;
  private final Duration critical;
  private final Clock clock;

  public ResolutionFreshnessCheck(ResolutionMaps maps, Duration warning, Duration critical, Clock clock) {
    this.maps = maps;
    this.warning = warning;
    this.critical = critical;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "resolution-freshness";
  }

  /** Returns false, because a run updates the resolutions. */
  @Override
  public boolean stopsRun() {
    return false;
  }

  /** Returns how long a result is cached, as of {@link ResolutionIntegrityCheck}. */
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
      return unreadable(e);
    }
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

  /** Reports a failed store briefly; the store's own check has what to do about it. */
  static CheckResult unreadable(StoreException failure) {
    return CheckResult.critical("cannot be read, because " + failure.store() + " did not answer as it should; look at the check '"
        + failure.store().toLowerCase(Locale.ROOT) + "'", Map.of());
  }
}
