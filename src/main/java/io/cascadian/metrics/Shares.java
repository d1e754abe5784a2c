package io.cascadian.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Splits stakes by a name, and measures how concentrated they are. */
record Shares(Map<String, Long> stakes, long total) {

  static Shares of(List<Bet> bets, Function<Bet, String> name) {
    Map<String, Long> stakes = new TreeMap<>();
    for (Bet bet : bets) {
      stakes.merge(name.apply(bet), bet.stake(), Exact::plus);
    }
    return of(stakes);
  }

  static Shares of(Map<String, Long> stakes) {
    long total = 0;
    for (long stake : stakes.values()) {
      total = Exact.plus(total, stake);
    }
    return new Shares(new TreeMap<>(stakes), total);
  }

  double share(String name) {
    return (double) stakes.getOrDefault(name, 0L) / total;
  }

  /** Returns the sum of the squared shares (Herfindahl and Hirschman), at most 1. */
  double concentration() {
    double sum = 0;
    for (String name : stakes.keySet()) {
      sum += share(name) * share(name);
    }
    return sum;
  }
}
