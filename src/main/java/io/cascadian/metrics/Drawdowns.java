package io.cascadian.metrics;

import java.util.Arrays;

/**
 * Computes how far an equity curve is below its peak, as positive fractions of the peak. The first point is the start capital: it counts as the first peak and
 * not as a period.
 */
final class Drawdowns {

  private final double[] equity;
  private final double[] depths;
  private final int trough;

  private Drawdowns(double[] equity, double[] depths, int trough) {
    this.equity = equity;
    this.depths = depths;
    this.trough = trough;
  }

  /** @param equity start capital, then the equity at the end of each period */
  static Drawdowns of(double[] equity) {
    double[] depths = new double[equity.length - 1];
    double peak = equity[0];
    int trough = 0;
    for (int i = 0; i < depths.length; i++) {
      double now = equity[i + 1];
      peak = Math.max(peak, now);
      // a curve that begins with nothing has no peak to fall from
      depths[i] = peak > 0 ? (peak - now) / peak : 0;
      if (depths[i] > depths[trough]) {
        trough = i;
      }
    }
    return new Drawdowns(equity, depths, trough);
  }

  /** Returns the depth of each period. */
  double[] depths() {
    return depths;
  }

  double deepest() {
    return depths.length == 0 ? 0 : depths[trough];
  }

  /** Returns the mean of the depths of the episodes: an episode is a time below a peak, its depth the deepest of it. NULL where there is no episode. */
  MetricValue meanEpisode() {
    double sum = 0;
    int episodes = 0;
    double deepest = 0;
    for (double depth : depths) {
      if (depth == 0 && deepest > 0) {
        sum += deepest;
        episodes++;
        deepest = 0;
      }
      deepest = Math.max(deepest, depth);
    }
    if (deepest > 0) {
      sum += deepest;
      episodes++;
    }
    return MetricValue.quotient(sum, episodes, NullReason.NO_LOSSES);
  }

  double percentBelowPeak() {
    return 100.0 * Arrays.stream(depths).filter(depth -> depth > 0).count() / depths.length;
  }

  /** Returns the root of the mean squared depth over all periods, without the start. */
  double ulcerIndex() {
    double squares = 0;
    for (double depth : depths) {
      squares += depth * depth;
    }
    return Math.sqrt(squares / depths.length);
  }

  /** Counts the periods from the deepest point until the peak before it is reached again. */
  MetricValue recovery() {
    if (deepest() == 0) {
      return MetricValue.missing(NullReason.NO_LOSSES);
    }
    double peak = equity[0];
    for (int i = 0; i <= trough; i++) {
      peak = Math.max(peak, equity[i + 1]);
    }
    for (int i = trough + 1; i < depths.length; i++) {
      if (equity[i + 1] >= peak) {
        return MetricValue.of(i - trough);
      }
    }
    return MetricValue.missing(NullReason.NOT_RECOVERED);
  }
}
