package io.cascadian.metrics;

import java.util.Arrays;

/** Computes a robust trend: the median of the slopes between all pairs of points with different x (Sen 1968). */
final class TheilSen {

  private TheilSen() {}

  /** Needs two points with different x. */
  static double slope(double[] x, double[] y) {
    double[] slopes = new double[x.length * (x.length - 1) / 2];
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = i + 1; j < x.length; j++) {
        if (x[i] != x[j]) {
          slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
      }
    }
    return Quantiles.median(Arrays.copyOf(slopes, count));
  }
}
