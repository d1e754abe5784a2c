package io.cascadian.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.ToLongFunction;

/** Adds amounts exactly, and rejects what does not fit into 64 bits. */
final class Exact {

  static final long MICROS_PER_USD = 1_000_000;

  private Exact() {}

  static <T> long sum(List<T> items, ToLongFunction<T> amount) {
    long sum = 0;
    for (T item : items) {
      sum = plus(sum, amount.applyAsLong(item));
    }
    return sum;
  }

  static long plus(long a, long b) {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException e) {
      throw new InvalidMetricException("The amounts " + a + " and " + b + " are too large to be added", e);
    }
  }

  static long minus(long a, long b) {
    try {
      return Math.subtractExact(a, b);
    } catch (ArithmeticException e) {
      throw new InvalidMetricException("The amounts " + a + " and " + b + " are too large to be subtracted", e);
    }
  }

  /** Returns what shares are worth at a price, rounded to micro-USDC. */
  static long worth(long shares, double price) {
    try {
      return BigDecimal.valueOf(shares).multiply(new BigDecimal(price)).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidMetricException(shares + " micro-shares at " + price + " are worth more than can be counted", e);
    }
  }

  /** Converts micro-USDC to USDC. */
  static double usd(long micros) {
    return (double) micros / MICROS_PER_USD;
  }
}
