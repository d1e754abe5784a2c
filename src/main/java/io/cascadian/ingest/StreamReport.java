package io.cascadian.ingest;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was read of one stream in one run?
 *
 * @param events records read and stored
 * @param rows that they became
 * @param rejected records by the reason for which they went to the dead letters
 * @param from position before, {@code to} after
 * @param block the pinned block
 * @param failure why reading ended early; null when it reached the end
 */
public record StreamReport(
    String stream, long pages, long events, long rows, Map<String, Long> rejected, String from, String to, long block, double seconds,
    String failure) {

  /** The report as plain values. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("events", events);
    json.put("rows", rows);
    json.put("pages", pages);
    json.put("rejected", rejected);
    json.put("from", from);
    json.put("to", to);
    json.put("block", block);
    json.put("seconds", Math.round(seconds * 10) / 10.0);
    if (failure != null) {
      json.put("failure", failure);
    }
    return json;
  }
}
