package io.cascadian.metrics;

import java.util.List;

/** Counts runs of equal results in a sequence of two kinds of results, and what chance would give (Wald and Wolfowitz 1940). */
record Runs(int wins, int losses, int observed) {

  static Runs of(List<Boolean> results) {
    int wins = 0;
    int observed = 0;
    Boolean previous = null;
    for (Boolean result : results) {
      wins += result ? 1 : 0;
      observed += result.equals(previous) ? 0 : 1;
      previous = result;
    }
    return new Runs(wins, results.size() - wins, observed);
  }

  /** Returns how many of the rarer result there are. */
  int rarer() {
    return Math.min(wins, losses);
  }

  double expected() {
    return 2.0 * wins * losses / (wins + losses) + 1;
  }

  double deviation() {
    double n = wins + losses;
    double pairs = 2.0 * wins * losses;
    return Math.sqrt(pairs * (pairs - n) / (n * n * (n - 1)));
  }

  /** Returns by how many deviations there are fewer runs than chance gives; positive means streaks. Needs two of each result. */
  double streakiness() {
    return (expected() - observed) / deviation();
  }
}
