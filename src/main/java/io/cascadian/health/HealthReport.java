package io.cascadian.health;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Holds the results of all checks at one time.
 *
 * @param overall the worst of them; healthy when there are none
 * @param durationMs of this report
 * @param typicalMs how long the reports of late took, their median; empty when none is known
 * @param checks in the order in which they were contributed
 */
public record HealthReport(Instant timestamp, HealthStatus overall, long durationMs, OptionalLong typicalMs, List<Entry> checks) {

  /** What a report should usually take less than. */
  public static final long GOAL_MS = 2_000;

  /**
   * Holds the result and duration of one check.
   *
   * @param timeoutMs after which it would have been reported as critical
   * @param stopsRun whether a critical result must stop a run before it begins
   */
  public record Entry(String check, CheckResult result, long durationMs, long timeoutMs, boolean stopsRun) {

    public boolean isCritical() {
      return result.status() == HealthStatus.CRITICAL;
    }
  }

  public HealthReport {
    checks = List.copyOf(checks);
  }

  /** Returns 1 when any check is critical, else 0. */
  public int exitCode() {
    return overall == HealthStatus.CRITICAL ? 1 : 0;
  }

  public long count(HealthStatus status) {
    return checks.stream().filter(c -> c.result().status() == status).count();
  }

  /** Returns the report as plain values for JSON. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("timestamp", timestamp.toString());
    json.put("overall_status", overall.label());
    json.put("total_checks", checks.size());
    json.put("healthy_count", count(HealthStatus.HEALTHY));
    json.put("warning_count", count(HealthStatus.WARNING));
    json.put("critical_count", count(HealthStatus.CRITICAL));
    json.put("exit_code", exitCode());
    json.put("total_duration_ms", durationMs);
    json.put("typical_duration_ms", typicalMs.isPresent() ? typicalMs.getAsLong() : null);
    json.put("goal_duration_ms", GOAL_MS);
    json.put("checks", checks.stream().map(HealthReport::json).toList());
    return json;
  }

  /** Returns one check's entry as plain values for JSON. */
  public static Map<String, Object> json(Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("check", entry.check());
    json.put("status", entry.result().status().label());
    json.put("message", entry.result().message());
    json.put("duration_ms", entry.durationMs());
    json.put("timeout_ms", entry.timeoutMs());
    json.put("details", entry.result().details());
    return json;
  }

  /** Returns the report for a console. */
  public String text() {
    StringBuilder text = new StringBuilder("\n── health\n");
    for (Entry entry : checks) {
      text.append("  ").append(entry.result().status().mark()).append(' ')
          .append(String.format(Locale.ROOT, "%-24s", entry.check())).append(' ').append(entry.result().message())
          .append(" (").append(entry.durationMs()).append(" ms)\n");
      entry.result().details().forEach((name, value) ->
          text.append("      ").append(name).append(": ").append(value).append('\n'));
    }
    text.append(String.format(Locale.ROOT, "── overall: %s · %d healthy, %d warning, %d critical · %d ms%s, goal < %d ms%n%n",
        overall.label(), count(HealthStatus.HEALTHY), count(HealthStatus.WARNING), count(HealthStatus.CRITICAL), durationMs,
        typicalMs.isPresent() ? ", typically " + typicalMs.getAsLong() + " ms" : "", GOAL_MS));
    return text.toString();
  }
}
