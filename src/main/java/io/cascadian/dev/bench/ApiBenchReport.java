package io.cascadian.dev.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reports how long callers waited, on which machine, and whether the goal is reached.
 *
 * @param clickHouse version; null where the service is not the benchmark's own
 * @param goalMillis that p95 of all reads is held against
 * @param bare the same rate of answers that ask no database
 */
public record ApiBenchReport(String clickHouse, int goalMillis, ApiLoad reads, ApiLoad bare) {

  /** Returns whether every read was answered with success, and 95 of 100 within the goal. */
  public boolean reached() {
    return reads.failures() == 0 && reads.p95() < goalMillis;
  }

  public String text() {
    return String.format(Locale.ROOT, "%s%n%s%s── p95 of reads %.1f ms, of the bare answer %.1f ms · goal: below %d ms, %s%n",
        machine().text(), reads.text(), bare.text(), reads.p95(), bare.p95(), goalMillis, reached() ? "reached" : "missed");
  }

  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine().text());
    json.put("goal_p95_ms", goalMillis);
    json.put("reached", reached());
    json.put("loads", List.of(reads.json(), bare.json()));
    return json;
  }

  private Machine machine() {
    return Machine.describe(null, clickHouse == null ? "of the service" : clickHouse);
  }
}
