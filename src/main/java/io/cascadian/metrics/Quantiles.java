package io.cascadian.metrics;

import java.util.Arrays;

/** Computes quantiles by linear interpolation between order statistics, which is the midpoint for the median of an even number. */
final class Quantiles {

  private Quantiles() {}

  static double of(double[] values, double level) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, level);
  }

  static double ofSorted(double[] sorted, double level) {
    double position = (sorted.length - 1) * level;
    int below = (int) position;
    if (below + 1 >= sorted.length) {
      return sorted[sorted.length - 1];
    }
    return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
  }

  static double median(double[] values) {
    return of(values, 0.5);
  }
}
