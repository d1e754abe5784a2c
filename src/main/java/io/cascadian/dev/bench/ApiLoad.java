package io.cascadian.dev.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/**
 * Holds what a load of reads measured, by kind of request.
 *
 * @param rate requests a second that were to be sent, and {@code achieved} those that were answered
 * @param all latencies of all kinds but those that are sent beside, in nanoseconds from the intended time of sending
 * @param cores CPU seconds a second of {@code callers}, {@code service} and {@code databases}, as far as they are known
 */
public record ApiLoad(String name, int rate, double achieved, List<Kind> kinds, AbstractHistogram all, Map<String, Double> cores) {

  public ApiLoad {
    kinds = List.copyOf(kinds);
    cores = new LinkedHashMap<>(cores);
  }

  /**
   * Holds what one kind of request measured.
   *
   * @param goalMillis that its p95 is held against
   * @param failures answers other than 200, and no answers
   * @param repeated requests for what was asked before, which a cache may have answered
   */
  public record Kind(String name, int goalMillis, int failures, long repeated, AbstractHistogram latencies) {

    /** Returns the 95th percentile of the latency in milliseconds. */
    public double p95() {
      return latencies.getValueAtPercentile(95) / 1e6;
    }

    /** Returns whether every request was answered with success, and 95 of 100 within the goal. */
    public boolean passed() {
      return failures == 0 && p95() < goalMillis;
    }
  }

  public int failures() {
    return kinds.stream().mapToInt(Kind::failures).sum();
  }

  /** Returns the names of the kinds that missed their goal. */
  public List<String> missed() {
    return kinds.stream().filter(kind -> !kind.passed()).map(Kind::name).toList();
  }

  /** Formats the result as a table. */
  public String text() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "── %s · %d requests at %d/s, achieved %.1f/s, %d failed%s%n",
        name, all.getTotalCount(), rate, achieved, failures(), cpu()));
    text.append(String.format(Locale.ROOT, "  %-30s %8s %8s %8s %8s %8s %7s %7s%n", "", "requests", "p50 ms", "p95 ms", "p99 ms", "max ms", "failed", "goal ms"));
    kinds.forEach(kind -> text.append(line(kind.name(), kind.latencies(),
        String.format(Locale.ROOT, "%7d %7d %s", kind.failures(), kind.goalMillis(), kind.passed() ? "passed" : "MISSED"))));
    return text.append(kinds.size() > 1 ? line("all", all, "") : "").toString();
  }

  private String cpu() {
    List<String> words = new ArrayList<>();
    cores.forEach((who, used) -> words.add(String.format(Locale.ROOT, "%s %.2f", who, used)));
    return words.isEmpty() ? "" : " · cores used: " + String.join(", ", words);
  }

  private static String line(String name, AbstractHistogram latencies, String result) {
    return String.format(Locale.ROOT, "  %-30s %8d %8.1f %8.1f %8.1f %8.1f %s", name, latencies.getTotalCount(), latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(95) / 1e6, latencies.getValueAtPercentile(99) / 1e6, latencies.getMaxValue() / 1e6, result).stripTrailing() + System.lineSeparator();
  }

  /** Returns the result as plain values in milliseconds. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("rate", rate);
    json.put("achieved", achieved);
    json.put("failures", failures());
    json.put("cores", cores);
    json.put("all", values(all));
    Map<String, Object> reads = new LinkedHashMap<>();
    kinds.forEach(kind -> {
      Map<String, Object> values = values(kind.latencies());
      values.put("failures", kind.failures());
      values.put("repeated", kind.repeated());
      values.put("goal_p95_ms", kind.goalMillis());
      values.put("passed", kind.passed());
      reads.put(kind.name(), values);
    });
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
