package io.cascadian.dev.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/**
 * Holds what a load of reads measured.
 *
 * @param rate requests a second that were to be sent, and {@code achieved} those that were answered
 * @param failures answers other than 200, and no answers
 * @param all latencies in nanoseconds from the intended time of sending, and by kind of request
 */
public record ApiLoad(
    String name, int rate, double achieved, int failures, AbstractHistogram all, Map<String, ? extends AbstractHistogram> byRead) {

  /** Returns the 95th percentile of the latency in milliseconds. */
  public double p95() {
    return all.getValueAtPercentile(95) / 1e6;
  }

  /** Formats the result as a table. */
  public String text() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "── %s · %d requests at %d/s, achieved %.1f/s, %d failed%n",
        name, all.getTotalCount(), rate, achieved, failures));
    text.append(String.format(Locale.ROOT, "  %-28s %8s %8s %8s %8s  ms%n", "", "p50", "p95", "p99", "max"));
    byRead.forEach((read, latencies) -> text.append(line(read, latencies)));
    return text.append(byRead.size() > 1 ? line("all", all) : "").toString();
  }

  private static String line(String name, AbstractHistogram latencies) {
    return String.format(Locale.ROOT, "  %-28s %8.1f %8.1f %8.1f %8.1f%n", name, latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(95) / 1e6, latencies.getValueAtPercentile(99) / 1e6, latencies.getMaxValue() / 1e6);
  }

  /** Returns the result as plain values in milliseconds. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("rate", rate);
    json.put("achieved", achieved);
    json.put("failures", failures);
    json.put("all", values(all));
    Map<String, Object> reads = new LinkedHashMap<>();
    byRead.forEach((read, latencies) -> reads.put(read, values(latencies)));
    json.put("reads", reads);
    return json;
  }

  private static Map<String, Object> values(AbstractHistogram latencies) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("requests", latencies.getTotalCount());
    values.put("p50_ms", latencies.getValueAtPercentile(50) / 1e6);
    values.put("p95_ms", latencies.getValueAtPercentile(95) / 1e6);
    values.put("p99_ms", latencies.getValueAtPercentile(99) / 1e6);
    values.put("max_ms", latencies.getMaxValue() / 1e6);
    return values;
  }
}
