package io.cascadian.metrics;

/**
 * Holds how a wallet got the outcome of a condition that it held net long, which is what it forecast.
 *
 * @param shares micro-shares bought of the outcome; above 0
 * @param cost micro-USDC paid for them, without fees
 * @param payout what a share paid, 0 to 1
 * @param close price of the outcome's last trade between other wallets when 95 % of the time from the market's first trade to its settlement had passed, in USDC a
 *     share; null where there is none
 */
record Entry(long shares, long cost, double payout, Double close) {

  Entry {
    if (shares <= 0 || cost < 0) {
      throw new IllegalArgumentException("no purchase: " + shares + " micro-shares for " + cost + " micro-USDC");
    }
    if (!(payout >= 0 && payout <= 1)) {
      throw new IllegalArgumentException("no payout: " + payout);
    }
    Facts.requireFinite(close, "closing price");
  }

  /** Returns the volume-weighted average price in USDC a share. */
  double price() {
    return (double) cost / shares;
  }
}
