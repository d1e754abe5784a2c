package io.cascadian.ingest;

import io.cascadian.store.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Sums up what a run read of its streams: counts, what was rejected, and which streams were not read though they belong to what is stored.
 * Filled while streams are read; not thread-safe.
 */
final class SessionReport {

  private final int maxRejectedPercent;
  private final List<StreamReport> reports = new ArrayList<>();
  private final Map<String, String> off = new LinkedHashMap<>();
  private final Map<String, String> optionalOff = new LinkedHashMap<>();
  private long replayed;
  private long contradictedPayouts;

  /** @param maxRejectedPercent of a stream's records, above which the run is incomplete */
  SessionReport(int maxRejectedPercent) {
    this.maxRejectedPercent = maxRejectedPercent;
  }

  void off(String stream, String reason) {
    off.put(stream, reason);
  }

  /** Records a stream that need not be there: where it was never read, nothing is reported of it. */
  void optionalOff(String stream, String reason) {
    optionalOff.put(stream, reason);
  }

  /** @param conditions for which the source of resolution times reports another payout than the conditions stream */
  void contradictedPayouts(long conditions) {
    contradictedPayouts = conditions;
  }

  void replayed(long rows) {
    replayed += rows;
  }

  void add(StreamReport report) {
    reports.add(report);
  }

  /**
   * Returns the result of the step.
   *
   * @param sourceTime of the pinned blocks; null when no source reported one
   * @param stored cursors by stream
   * @param defined streams that the routes define, whether or not the run reads them
   * @throws IngestFailedException when a stream was not read to its end
   */
  StepResult result(Instant sourceTime, Map<String, Cursors.Progress> stored, Set<String> defined) {
    Map<String, String> unread = unread(stored, defined);
    List<String> warnings = new ArrayList<>(unread.values());
    List<String> rejecting = rejecting();
    warnings.addAll(rejecting);
    Map<String, Object> details = details(sourceTime);
    if (contradictedPayouts > 0) {
      details.put("contradicted_payouts", contradictedPayouts);
      warnings.add(String.format(Locale.ROOT, "%,d conditions: the source of resolution times reports another payout than the one that counts, of the"
          + " conditions stream. Compare payout_numerators of condition_resolution_times and market_resolutions", contradictedPayouts));
    }
    if (!unread.isEmpty()) {
      details.put("unread", List.copyOf(unread.keySet()));
    }
    long rows = reports.stream().mapToLong(r -> r.rows() + r.corrected() + r.tombstoned()).sum();
    StepResult result = new StepResult(rows, details, warnings, !rejecting.isEmpty());
    List<StreamReport> failed = reports.stream().filter(r -> r.failure() != null).toList();
    if (!failed.isEmpty()) {
      throw new IngestFailedException(failed, result);
    }
    return result;
  }

  private Map<String, Object> details(Instant sourceTime) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("events", reports.stream().mapToLong(StreamReport::events).sum());
    details.put("corrected", reports.stream().mapToLong(StreamReport::corrected).sum());
    details.put("tombstoned", reports.stream().mapToLong(StreamReport::tombstoned).sum());
    Map<String, Long> rejected = new TreeMap<>();
    reports.forEach(r -> r.rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum)));
    details.put("rejected", rejected);
    if (replayed > 0) {
      details.put("replayed", replayed);
    }
    if (sourceTime != null) {
      details.put("source_time", sourceTime.toString());
    }
    Map<String, Object> streams = new LinkedHashMap<>();
    reports.forEach(r -> streams.put(r.stream(), r.json()));
    details.put("streams", streams);
    if (!off.isEmpty()) {
      details.put("off", off);
    }
    return details;
  }

  /** Returns a warning for each stream that this run should have read: its stored events fall behind those of the others. */
  private Map<String, String> unread(Map<String, Cursors.Progress> stored, Set<String> defined) {
    Set<String> known = new TreeSet<>(stored.keySet());
    known.addAll(defined);
    reports.forEach(r -> known.remove(r.stream()));
    Map<String, String> unread = new LinkedHashMap<>();
    for (String stream : known) {
      Cursors.Progress progress = stored.get(stream);
      if (progress != null) {
        unread.put(stream, String.format(Locale.ROOT, "stream %s was not read: %s. %,d events of it are stored, read last at %s; what happened since is in no"
                + " number. Have it read again, or say 'cascadian streams forget %s' when it is to stay out",
            stream, off.getOrDefault(stream, optionalOff.getOrDefault(stream, "no route of this run reads it")), progress.events(), progress.readAt(), stream));
      } else if (!off.containsKey(stream) && !optionalOff.containsKey(stream)) {
        unread.put(stream, "stream " + stream + " was not read: a route defines it, but none of this run calls that. Call direct:ingest-" + stream
            + " where the run's other streams are called, or take the route away");
      }
    }
    return unread;
  }

  /** Returns streams with more rejected records than allowed; records that are retried by themselves do not count. */
  private List<String> rejecting() {
    return reports.stream().filter(r -> r.rejectedForGood() * 100 > r.events() * maxRejectedPercent)
        .map(r -> String.format(Locale.ROOT, "stream %s: %,d of %,d records were rejected (%s), more than INGEST_MAX_REJECTED_PERCENT=%d allows; they are"
                + " in no number. 'cascadian dead-letters --stream %s' shows them",
            r.stream(), r.rejectedForGood(), r.events(), reasons(r.rejected()), maxRejectedPercent, r.stream()))
        .toList();
  }

  private static String reasons(Map<String, Long> rejected) {
    return rejected.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", "));
  }
}
