package io.cascadian.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a check found.
 *
 * @param message one sentence; when not healthy it says what to do
 * @param details observed values, thresholds and data times by name, in the order to be shown; never credentials or host names
 */
public record CheckResult(HealthStatus status, String message, Map<String, Object> details) {

  public CheckResult {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  public static CheckResult healthy(String message, Map<String, Object> details) {
    return new CheckResult(HealthStatus.HEALTHY, message, details);
  }

  public static CheckResult warning(String message, Map<String, Object> details) {
    return new CheckResult(HealthStatus.WARNING, message, details);
  }

  public static CheckResult critical(String message, Map<String, Object> details) {
    return new CheckResult(HealthStatus.CRITICAL, message, details);
  }
}
