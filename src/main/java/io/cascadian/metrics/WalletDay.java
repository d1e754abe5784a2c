package io.cascadian.metrics;

import java.time.LocalDate;

/**
 * Holds what a wallet did on one UTC day, and what it held at the day's end. Amounts are micro-USDC and exact. A day without a row is one without fills and cash
 * on which the worth of what was held stayed; where it changed, there is a row.
 *
 * <p>Equity is not stored: it includes the bankroll, which depends on the day as of which metrics are computed ({@link EquityCurve}).
 *
 * @param firstFill UTC seconds of the day's first fill; null where there is none
 * @param lastFill UTC seconds of the day's last fill; null where there is none
 * @param cash received less paid, after fees, of the whole day
 * @param lowestCash the lowest that the running sum of the day's cash came to, at most 0
 * @param makerVolume what fills as maker were worth
 * @param takerVolume what fills as taker were worth
 * @param marked worth of what was held at the end of the day, by the last taker price of each token, and by its payout after the settlement; null where a token had
 *     no price yet
 * @param holdingCost average over the day of what the holdings cost; null where it is not known
 * @param oversold micro-shares that were given up on the day and that no known event brought
 */
record WalletDay(LocalDate day, Long firstFill, Long lastFill, long cash, long lowestCash, long makerVolume, long takerVolume, Long marked, Long holdingCost,
    long oversold) {

  WalletDay {
    if ((firstFill == null) != (lastFill == null) || firstFill != null && firstFill > lastFill) {
      throw new IllegalArgumentException(day + " has fills from " + firstFill + " to " + lastFill);
    }
    if (lowestCash > 0 || lowestCash > cash) {
      throw new IllegalArgumentException(day + " has cash of " + cash + ", never below " + lowestCash);
    }
    if (makerVolume < 0 || takerVolume < 0 || oversold < 0 || marked != null && marked < 0 || holdingCost != null && holdingCost < 0) {
      throw new IllegalArgumentException(day + " has a negative volume, worth, cost or number of oversold shares");
    }
  }

  boolean hasFills() {
    return firstFill != null;
  }
}
