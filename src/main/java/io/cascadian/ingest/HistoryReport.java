package io.cascadian.ingest;

import io.cascadian.store.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the differences that were found and removed in a period of history. Not thread-safe. */
public final class HistoryReport {

  /** More differences than a person reads are only counted in the run's record. */
  private static final int TOLD_IN_DETAILS = 500;

  private final boolean dryRun;
  private final List<WindowDifference> differences = new ArrayList<>();
  private final Map<String, Difference> streams = new LinkedHashMap<>();
  private long windows;
  private long doneBefore;

  /**
   * Describes a window in which source and store differed.
   *
   * @param from inclusive
   * @param to exclusive
   */
  public record WindowDifference(String stream, Instant from, Instant to, Difference difference) {

    /** Returns one line for a person. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s to %s  %-12s source %,d %s · stored %,d %s · missing %,d, changed %,d, gone %,d", from, to, stream,
          difference.sourceRows(), Difference.texts(difference.sourceSums()), difference.storedRows(),
          Difference.texts(difference.storedSums()), difference.missing(), difference.changed(), difference.gone());
    }

    private Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("stream", stream);
      json.put("from", from.toString());
      json.put("to", to.toString());
      json.putAll(difference.json());
      return json;
    }
  }

  HistoryReport(boolean dryRun) {
    this.dryRun = dryRun;
  }

  void stream(String stream) {
    streams.put(stream, Difference.NONE);
  }

  void compared(String stream, Window window, Difference found) {
    windows++;
    streams.merge(stream, found, Difference::plus);
    if (!found.isNone()) {
      differences.add(new WindowDifference(stream, window.begin(), window.end(), found));
    }
  }

  void doneBefore() {
    doneBefore++;
  }

  /** Returns the windows that differed, in order. */
  public List<WindowDifference> differences() {
    return differences;
  }

  /** Returns whether differences were found and left. */
  public boolean differencesRemain() {
    return dryRun && !differences.isEmpty();
  }

  /** Returns all windows of all streams together. */
  public Difference total() {
    return streams.values().stream().reduce(Difference.NONE, Difference::plus);
  }

  /** Returns the number of windows compared now. */
  public long windows() {
    return windows;
  }

  /** Returns the number of windows that an interrupted run had finished. */
  public long windowsDoneBefore() {
    return doneBefore;
  }

  /** Returns the report as a run's step. */
  public StepResult result() {
    Difference total = total();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("windows", windows);
    if (doneBefore > 0) {
      details.put("windows_done_before", doneBefore);
    }
    details.put("windows_differing", (long) differences.size());
    details.put("missing", total.missing());
    details.put("changed", total.changed());
    details.put("gone", total.gone());
    details.put("unusable", total.unusable());
    details.put("dry_run", dryRun);
    Map<String, Object> byStream = new LinkedHashMap<>();
    streams.forEach((stream, found) -> byStream.put(stream, found.json()));
    details.put("streams", byStream);
    details.put("differences", differences.stream().limit(TOLD_IN_DETAILS).map(WindowDifference::json).toList());
    List<String> warnings = total.unusable() == 0 ? List.of() : List.of(String.format(Locale.ROOT,
        "%,d records of the source could not be used and are in no number; 'cascadian dead-letters' shows them", total.unusable()));
    return new StepResult(dryRun ? 0 : total.corrected() + total.gone(), details, warnings, false);
  }
}
