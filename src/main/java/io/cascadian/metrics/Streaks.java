package io.cascadian.metrics;

/**
 * Counts uninterrupted wins and losses. A result of zero ends both.
 *
 * @param current wins without interruption at the end, or losses as a negative number; 0 after a result of zero
 */
record Streaks(int longestWin, int longestLoss, int current) {

  static Streaks of(long[] results) {
    int longestWin = 0;
    int longestLoss = 0;
    int current = 0;
    for (long result : results) {
      int sign = Long.signum(result);
      current = Integer.signum(current) == sign ? current + sign : sign;
      longestWin = Math.max(longestWin, current);
      longestLoss = Math.max(longestLoss, -current);
    }
    return new Streaks(longestWin, longestLoss, current);
  }
}
