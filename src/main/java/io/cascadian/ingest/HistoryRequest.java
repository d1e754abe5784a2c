package io.cascadian.ingest;

import io.cascadian.source.StreamDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Requests the comparison of a period of history with the source.
 *
 * @param from inclusive, to the second; null for the first event of each stream that runs read
 * @param to exclusive; null for the last event of each stream that runs have read, that included; of a stream that the last run left out, for the source's
 *     newest block
 * @param streams of events in time
 * @param window length of the windows in the report
 * @param dryRun whether differences are only reported
 * @param allowDeletes whether more stored events may be tombstoned than is credible
 */
public record HistoryRequest(
    HistoryKind kind, Instant from, Instant to, List<StreamDefinition> streams, Duration window, boolean dryRun, boolean allowDeletes) {

  /** @throws IllegalArgumentException when it asks for nothing */
  public HistoryRequest {
    streams = List.copyOf(streams);
    if (streams.isEmpty()) {
      throw new IllegalArgumentException("there is no stream of events to compare; 'streams' lists those that the routes define");
    }
    if (from != null && to != null && from.getEpochSecond() >= to.getEpochSecond()) {
      throw new IllegalArgumentException("the period from " + from + " to " + to + " is empty");
    }
    if (window.toSeconds() < 1) {
      throw new IllegalArgumentException("a window must be a second or longer, not " + window);
    }
  }

  WindowComparison.Mode mode() {
    if (dryRun) {
      return WindowComparison.Mode.LOOK;
    }
    return allowDeletes ? WindowComparison.Mode.REPAIR_WHATEVER_IS_LOST : WindowComparison.Mode.REPAIR;
  }
}
