package io.cascadian.ingest;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reports what was read of one stream in one run.
 *
 * @param events records read and stored
 * @param rows that they became
 * @param rejected records by the reason for which they went to the dead letters
 * @param rejectedForGood of these, records that are not retried by themselves
 * @param from position before, {@code to} after
 * @param block the pinned block
 * @param failure why reading ended early; null when it reached the end
 * @param corrected events before {@code from} that the source has changed or added since; {@code tombstoned} that it no longer has
 */
public record StreamReport(
    String stream, long pages, long events, long rows, Map<String, Long> rejected, long rejectedForGood, String from, String to, long block,
    double seconds, String failure, long corrected, long tombstoned) {

  /** Makes the report of reading on alone. */
  StreamReport(
      String stream, long pages, long events, long rows, Map<String, Long> rejected, long rejectedForGood, String from, String to, long block,
      double seconds, String failure) {
    this(stream, pages, events, rows, rejected, rejectedForGood, from, to, block, seconds, failure, 0, 0);
  }

  /** Returns a copy with the result of the comparison of stored events. */
  StreamReport with(Difference overlap) {
    return new StreamReport(
        stream, pages, events, rows, rejected, rejectedForGood, from, to, block, seconds, failure, overlap.corrected(), overlap.gone());
  }

  /** Returns the report as plain values. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("events", events);
    json.put("rows", rows);
    json.put("pages", pages);
    json.put("rejected", rejected);
    json.put("corrected", corrected);
    json.put("tombstoned", tombstoned);
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
