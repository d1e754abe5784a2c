package io.cascadian.ingest;

import io.cascadian.store.StepResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what became of dead letters in one replay. For one thread. */
final class ReplayTotals {

  private final Map<String, Long> rejected = new TreeMap<>();
  private final Map<String, Long> notReplayable = new TreeMap<>();
  private final Map<String, String> refusals = new TreeMap<>();
  private long letters;
  private long exchanges;
  private long replayed;
  private long givenBack;
  private long skipped;
  private long rows;

  /** Counts letters of a stream that are left alone, and why; the first reason is retained. */
  void refused(String stream, long count, String refusal) {
    notReplayable.merge(stream, count, Long::sum);
    refusals.putIfAbsent(stream, refusal);
  }

  /** Counts a letter that was rejected again. */
  void rejected(String reason) {
    rejected.merge(reason, 1L, Long::sum);
  }

  /** Counts a letter of an exchange that was tried. */
  void exchange() {
    letters++;
    exchanges++;
  }

  /** Counts letters of records that were tried, and the rows that became of them. */
  void records(long tried, long stored) {
    letters += tried;
    rows += stored;
  }

  void replayed(long count) {
    replayed += count;
  }

  /** Counts a file that went back into the folder that its route reads. */
  void givenBack() {
    givenBack++;
  }

  /** Counts an exchange that its route did nothing with, because another run was in progress. */
  void skipped() {
    skipped++;
  }

  /** Returns the counts as {@link Replay#replay} describes them. */
  StepResult result() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("letters", letters);
    details.put("exchanges", exchanges);
    details.put("replayed", replayed);
    details.put("given_back", givenBack);
    details.put("skipped", skipped);
    details.put("rejected", rejected);
    details.put("not_replayable", notReplayable);
    details.put("refusals", refusals);
    return new StepResult(rows, details);
  }
}
