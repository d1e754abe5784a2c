package io.cascadian.dev.simulator;

/**
 * Adds up what one wallet has in one event: shares held, shares as traded (fees not deducted), cash and fees in cash, per condition.
 *
 * <p>Shares and cash are in millionths; outcome 0 is YES. Not thread-safe.
 */
final class Holding {

  private final long[] held;
  private final long[] nominal;
  private final long[] cash;
  private final long[] fees;

  Holding(int conditions) {
    held = new long[conditions * 2];
    nominal = new long[conditions * 2];
    cash = new long[conditions];
    fees = new long[conditions];
  }

  /** Returns the shares held of an outcome. */
  long held(int condition, int outcome) {
    return held[condition * 2 + outcome];
  }

  /** Returns the number of complete sets held of a condition. */
  long sets(int condition) {
    return Math.min(held(condition, 0), held(condition, 1));
  }

  /** Pays for complete sets, or, for a negative amount, is paid for them. */
  void split(int condition, long amount) {
    for (int outcome = 0; outcome < 2; outcome++) {
      add(condition * 2 + outcome, amount);
    }
    cash[condition] -= amount;
  }

  /** @param fee shares that are withheld */
  void buy(int condition, int outcome, long shares, long fee, long usd) {
    int at = condition * 2 + outcome;
    held[at] += shares - fee;
    nominal[at] += shares;
    cash[condition] -= usd;
  }

  /** @param fee cash that is withheld */
  void sell(int condition, int outcome, long shares, long usd, long fee) {
    add(condition * 2 + outcome, -shares);
    cash[condition] += usd;
    fees[condition] += fee;
  }

  /**
   * Gives NO shares of some questions of a neg-risk event for YES shares of the others and collateral.
   *
   * @param indexSet bit {@code i} is set for a question whose NO shares are given
   * @param count number of set bits, at least 2
   */
  void convert(long indexSet, int count, long amount) {
    long collateral = amount * (count - 1);
    long share = collateral / count;
    long rest = collateral % count;
    for (int c = 0; c < cash.length; c++) {
      boolean converted = (indexSet >> c & 1) == 1;
      add(converted ? c * 2 + 1 : c * 2, converted ? -amount : amount);
      if (converted) {
        cash[c] += share + rest;
        rest = 0;
      }
    }
  }

  private void add(int at, long shares) {
    held[at] += shares;
    nominal[at] += shares;
  }

  /** Returns what was earned after fees in a condition that paid {@code payout[outcome] / denominator}. */
  long realized(int condition, long[] payout, long denominator) {
    return cash[condition] - fees[condition] + paid(held, condition, payout, denominator);
  }

  /** Returns what would have been earned without fees. */
  long gross(int condition, long[] payout, long denominator) {
    return cash[condition] + paid(nominal, condition, payout, denominator);
  }

  /** Returns what the shares held are redeemed for. */
  long worth(int condition, long[] payout, long denominator) {
    return paid(held, condition, payout, denominator);
  }

  private static long paid(long[] shares, int condition, long[] payout, long denominator) {
    return shares[condition * 2] * payout[0] / denominator + shares[condition * 2 + 1] * payout[1] / denominator;
  }
}
