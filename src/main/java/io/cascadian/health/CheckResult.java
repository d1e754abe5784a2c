package io.cascadian.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a check found.
 *
 * <p>Anybody may read it, so addresses of machines are left out, wherever they came from.
 *
 * @param message one sentence; when not healthy it says what to do
 * @param details observed values, thresholds and data times by name, units in the names, in the order to be shown; never credentials
 */
public record CheckResult(HealthStatus status, String message, Map<String, Object> details) {

  private static final String IP = "(?:\\d{1,3}\\.){3}\\d{1,3}\\b";
  /** URLs, {@code host/1.2.3.4}, {@code host:port}, and to whom. Neither a time such as 21:50 nor a version such as 26.7.2.1 is one. */
  private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.:-]*://[^\\s\\],;]+|[\\w.-]*/" + IP + "(?::\\d+)?|" + IP + ":\\d+"
      + "|(?<=\\b(?:to|at|from) )" + IP + "|\\b[a-zA-Z][\\w.-]*:\\d{2,5}\\b");

  public CheckResult {
    message = withoutAddresses(message);
    Map<String, Object> shown = new LinkedHashMap<>();
    details.forEach((name, value) -> shown.put(name, value instanceof String text ? withoutAddresses(text) : value));
    details = Collections.unmodifiableMap(shown);
  }

  private static String withoutAddresses(String text) {
    return ADDRESS.matcher(text).replaceAll("(address)");
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
