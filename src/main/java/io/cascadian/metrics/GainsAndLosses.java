package io.cascadian.metrics;

import java.util.List;
import java.util.function.ToLongFunction;

/** Sums gains and losses apart, exactly. Losses are positive micro-USDC; results of zero are in neither. */
record GainsAndLosses(long gains, long losses, int wins, int losers) {

  static <T> GainsAndLosses of(List<T> items, ToLongFunction<T> result) {
    long gains = 0;
    long losses = 0;
    int wins = 0;
    int losers = 0;
    for (T item : items) {
      long value = result.applyAsLong(item);
      if (value > 0) {
        gains = Exact.plus(gains, value);
        wins++;
      } else if (value < 0) {
        losses = Exact.minus(losses, value);
        losers++;
      }
    }
    return new GainsAndLosses(gains, losses, wins, losers);
  }

  boolean hasLosses() {
    return losers > 0;
  }

  /** Returns gains by losses at a threshold of 0; not capped, NULL where there are no losses. */
  MetricValue omega() {
    return MetricValue.quotient(gains, losses, NullReason.NO_LOSSES);
  }

  MetricValue meanGain() {
    return MetricValue.quotient(Exact.usd(gains), wins, NullReason.TOO_FEW);
  }

  /** Returns a negative number. */
  MetricValue meanLoss() {
    return MetricValue.quotient(-Exact.usd(losses), losers, NullReason.NO_LOSSES);
  }
}
