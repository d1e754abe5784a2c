package io.cascadian.metrics;

import java.time.LocalDate;
import java.util.List;

/**
 * Computes a wallet's equity at the end of each calendar day: its bankroll, what it received less what it paid, and the worth of what it holds. The bankroll is the
 * least capital with which all that was done until the end could have been paid without deposits, at least 1 USDC. Amounts are micro-USDC.
 */
final class EquityCurve {

  private final LocalDate first;
  private final long bankroll;
  /** By days since the first; element 0 is the bankroll before it. */
  private final long[] equity;
  private final boolean[] isMarked;
  private final Long[] holdingCosts;
  private final boolean isOversold;

  private EquityCurve(LocalDate first, long bankroll, long[] equity, boolean[] isMarked, Long[] holdingCosts, boolean isOversold) {
    this.first = first;
    this.bankroll = bankroll;
    this.equity = equity;
    this.isMarked = isMarked;
    this.holdingCosts = holdingCosts;
    this.isOversold = isOversold;
  }

  /** @param days in their order; those after {@code asOf} do not count */
  static EquityCurve of(List<WalletDay> days, LocalDate asOf) {
    List<WalletDay> known = days.stream().filter(day -> !day.day().isAfter(asOf)).toList();
    if (known.isEmpty()) {
      return new EquityCurve(asOf, 0, new long[] {0}, new boolean[] {true}, new Long[] {0L}, false);
    }
    LocalDate first = known.get(0).day();
    long bankroll = bankroll(known);
    int length = Math.toIntExact(asOf.toEpochDay() - first.toEpochDay()) + 2;
    long[] equity = new long[length];
    boolean[] isMarked = new boolean[length];
    Long[] costs = new Long[length];
    equity[0] = bankroll;
    isMarked[0] = true;
    costs[0] = 0L;
    long cash = bankroll;
    boolean isOversold = false;
    int next = 0;
    for (int i = 1; i < length; i++) {
      // a day without a row is like the one before
      equity[i] = equity[i - 1];
      isMarked[i] = isMarked[i - 1];
      costs[i] = costs[i - 1];
      if (next < known.size() && known.get(next).day().toEpochDay() - first.toEpochDay() == i - 1) {
        WalletDay day = known.get(next++);
        cash = Exact.plus(cash, day.cash());
        isMarked[i] = day.marked() != null;
        equity[i] = Exact.plus(cash, isMarked[i] ? day.marked() : 0);
        costs[i] = day.holdingCost();
        isOversold |= day.oversold() > 0;
      }
    }
    return new EquityCurve(first, bankroll, equity, isMarked, costs, isOversold);
  }

  private static long bankroll(List<WalletDay> days) {
    long bankroll = Exact.MICROS_PER_USD;
    long cash = 0;
    for (WalletDay day : days) {
      bankroll = Math.max(bankroll, Exact.minus(0, Exact.plus(cash, day.lowestCash())));
      cash = Exact.plus(cash, day.cash());
    }
    return bankroll;
  }

  boolean isEmpty() {
    return equity.length == 1;
  }

  /** Checks whether proceeds of shares of unknown cost are in the equity, so that it is not the wallet's. */
  boolean isOversold() {
    return isOversold;
  }

  long bankroll() {
    return bankroll;
  }

  /** Returns the last days as a curve of their own, whose first point is the equity before them; fewer where the wallet has fewer. */
  EquitySpan last(int days) {
    int from = from(days);
    double[] points = new double[equity.length - from];
    boolean hasPrices = true;
    for (int i = 0; i < points.length; i++) {
      points[i] = equity[from + i];
      hasPrices &= isMarked[from + i];
    }
    return new EquitySpan(points, problem(hasPrices));
  }

  private NullReason problem(boolean hasPrices) {
    if (isEmpty()) {
      return NullReason.NO_INPUT;
    }
    if (isOversold) {
      return NullReason.INCOMPLETE_HISTORY;
    }
    return hasPrices ? null : NullReason.NO_PRICE;
  }

  /** Returns the equity in micro-USDC at the end of the day before, or why it is not known. */
  MetricValue before(LocalDate day) {
    int index = (int) Math.max(0, Math.min(equity.length - 1, day.toEpochDay() - first.toEpochDay()));
    NullReason problem = problem(isMarked[index]);
    return problem == null ? MetricValue.of(equity[index]) : MetricValue.missing(problem);
  }

  /** Returns the average over the last days of what the holdings cost; null where it is not known of one of them. */
  Double averageHoldingCost(int days) {
    double sum = 0;
    for (int i = from(days) + 1; i < equity.length; i++) {
      if (holdingCosts[i] == null) {
        return null;
      }
      sum += holdingCosts[i];
    }
    return isEmpty() ? null : Double.valueOf(sum / (equity.length - 1 - from(days)));
  }

  private int from(int days) {
    return Math.max(0, equity.length - 1 - Math.min(days, equity.length));
  }
}
