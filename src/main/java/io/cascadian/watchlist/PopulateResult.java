package io.cascadian.watchlist;

import java.util.List;

/**
 * Holds the result of filling a watchlist.
 *
 * @param entries the markets that were found, best first, whether or not they were on the list before
 * @param warnings what did not work, in words; empty when all did
 */
public record PopulateResult(long strategyId, Status status, List<Entry> entries, List<String> warnings) {

  /** Names how the list was filled. */
  public enum Status {
    /** From what is held and traded. */
    FILLED,
    /** From the settings, since there was no data. */
    FALLBACK,
    /** Not at all: every source failed, or had nothing. */
    EMPTY,
    /** There is no such strategy. */
    UNKNOWN_STRATEGY
  }

  /**
   * Names a market that was found.
   *
   * @param added whether it was not on the list before
   */
  public record Entry(String conditionId, EntrySource source, String reason, boolean added) {}

  public PopulateResult {
    entries = List.copyOf(entries);
    warnings = List.copyOf(warnings);
  }
}
