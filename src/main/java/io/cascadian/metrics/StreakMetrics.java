package io.cascadian.metrics;

import java.util.List;

/** Computes streaks and runs of wins and losses, in the order of settlement. */
final class StreakMetrics {

  private static final int LEAST_FOR_CONSISTENCY = 5;
  private static final int LEAST_FOR_SCORE = 10;

  private StreakMetrics() {}

  static void compute(Slice slice, MetricRow row) {
    Sample<Bet> bets = slice.settled();
    row.put(Metric.LONGEST_WIN_STREAK, bets, all -> MetricValue.of(streaks(all).longestWin()));
    row.put(Metric.LONGEST_LOSS_STREAK, bets, all -> MetricValue.of(streaks(all).longestLoss()));
    row.put(Metric.CURRENT_STREAK_LENGTH, bets, all -> MetricValue.of(streaks(all).current()));
    row.put(Metric.STREAK_CONSISTENCY, bets, all -> {
      Runs runs = runs(all);
      return runs.rarer() < LEAST_FOR_CONSISTENCY ? MetricValue.missing(NullReason.TOO_FEW) : MetricValue.of(runs.observed() / runs.expected());
    });
    row.put(Metric.HOT_HAND_Z_SCORE, bets, all -> {
      Runs runs = runs(all);
      return runs.rarer() < LEAST_FOR_SCORE ? MetricValue.missing(NullReason.TOO_FEW) : MetricValue.of(runs.streakiness());
    });
  }

  private static Streaks streaks(List<Bet> bets) {
    return Streaks.of(bets.stream().mapToLong(Bet::net).toArray());
  }

  /** Leaves out results of zero, which are neither. */
  private static Runs runs(List<Bet> bets) {
    return Runs.of(bets.stream().filter(bet -> bet.net() != 0).map(bet -> bet.net() > 0).toList());
  }
}
