package io.cascadian.metrics;

/** Computes what share of the bankroll the Kelly criterion stakes, and how likely ruin is with equal stakes. */
final class Kelly {

  private static final double MOST = 0.99;

  private Kelly() {}

  /**
   * @param winRate share of bets that win
   * @param odds mean win by mean loss, both by stake
   * @return below 0 where the bets lose on average
   */
  static double fraction(double winRate, double odds) {
    return winRate - (1 - winRate) / odds;
  }

  /**
   * Returns the probability to lose a bankroll with bets of equal stakes that are won or lost whole; 1 without an advantage.
   *
   * @param advantage mean return by stake
   * @param stakes how many stakes the bankroll has
   */
  static double ruin(double advantage, double stakes) {
    double bounded = Math.max(-MOST, Math.min(advantage, MOST));
    return Math.min(1, StrictMath.pow((1 - bounded) / (1 + bounded), stakes));
  }
}
