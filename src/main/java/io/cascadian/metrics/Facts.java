package io.cascadian.metrics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds all that the metrics of a wallet are computed from, in the order in which every fold goes over it: bets by settlement and condition, days by day. The order
 * of what is given does not matter.
 *
 * @throws IllegalArgumentException where a condition or a day is given twice
 */
record Facts(String wallet, List<Bet> bets, List<WalletDay> days) {

  private static final Comparator<Bet> BY_SETTLEMENT = Comparator.comparingLong(Bet::settled).thenComparing(Bet::condition);

  Facts {
    bets = bets.stream().sorted(BY_SETTLEMENT).toList();
    days = days.stream().sorted(Comparator.comparing(WalletDay::day)).toList();
    Set<String> conditions = new HashSet<>();
    bets.forEach(bet -> requireNew(conditions.add(bet.condition()), bet.condition()));
    Set<LocalDate> dates = new HashSet<>();
    days.forEach(day -> requireNew(dates.add(day.day()), day.day()));
  }

  /**
   * Splits the bets by category. Days have no category here: who has the days of each category's own cash makes facts of these.
   *
   * @return by the category's name, in its order
   */
  Map<String, Facts> byCategory(Map<String, List<WalletDay>> daysOfCategories) {
    Map<String, List<Bet>> split = new TreeMap<>();
    bets.forEach(bet -> split.computeIfAbsent(bet.category(), none -> new ArrayList<>()).add(bet));
    Map<String, Facts> facts = new TreeMap<>();
    split.forEach((category, own) -> facts.put(category, new Facts(wallet, own, daysOfCategories.getOrDefault(category, List.of()))));
    return facts;
  }

  static void requireFinite(Double value, String what) {
    if (value != null && !Double.isFinite(value)) {
      throw new IllegalArgumentException(what + " is no number: " + value);
    }
  }

  private static void requireNew(boolean isNew, Object key) {
    if (!isNew) {
      throw new IllegalArgumentException("given twice: " + key);
    }
  }
}
