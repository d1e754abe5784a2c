package io.cascadian.watchlist;

import java.util.List;

/**
 * Holds the markets to watch where there is no data.
 *
 * @param conditions normalised, in order of preference, without repetition
 */
public record Fallback(List<String> conditions) {

  private static final String NONE = "0".repeat(64);

  public Fallback {
    conditions = List.copyOf(conditions);
  }

  /**
   * Selects the first of the conditions of the settings; without any, the market.
   *
   * @param market condition id; empty, or all zeros, for none
   * @param size most conditions
   */
  public static Fallback of(List<String> conditions, String market, int size) {
    List<String> named = conditions.isEmpty() && !market.isEmpty() ? List.of(market) : conditions;
    return new Fallback(named.stream().map(Spelling::condition).filter(id -> !id.equals(NONE)).distinct().limit(size).toList());
  }

  List<Candidate> candidates() {
    return conditions.stream().map(id -> new Candidate(id, EntrySource.DEFAULT, "named by the settings, for want of data", "{}")).toList();
  }
}
