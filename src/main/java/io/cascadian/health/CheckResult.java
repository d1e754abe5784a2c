package io.cascadian.health;

import io.cascadian.secrets.Redaction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Describes what a check found.
 *
 * <p>Addresses of machines stay, since an operator needs them; configured secrets are masked. Answers over HTTP leave the addresses out.
 *
 * @param message one sentence; when not healthy it names what to do
 * @param details observed values, thresholds and data times by name, units in the names, in the order to be shown; never credentials
 */
public record CheckResult(HealthStatus status, String message, Map<String, Object> details) {

  public CheckResult {
    message = Redaction.apply(message);
    Map<String, Object> shown = new LinkedHashMap<>();
    details.forEach((name, value) -> shown.put(name, value instanceof String text ? Redaction.apply(text) : value));
    details = Collections.unmodifiableMap(shown);
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
