package io.cascadian.metrics;

import java.util.function.Function;

/**
 * Holds the equity of consecutive days, with that before them as its first point.
 *
 * @param problem why the equity is not known; null where it is
 */
record EquitySpan(double[] equity, NullReason problem) {

  int days() {
    return equity.length - 1;
  }

  /** Applies a formula to the equity, or returns NULL where it is not known or has fewer days than the metric's minimum. */
  MetricValue measure(Metric metric, Function<double[], MetricValue> formula) {
    if (problem == NullReason.NO_INPUT) {
      return MetricValue.missing(problem);
    }
    if (days() < metric.needs().minimum()) {
      return MetricValue.missing(NullReason.TOO_FEW);
    }
    return problem == null ? formula.apply(equity) : MetricValue.missing(problem);
  }

  /** Applies a formula to the daily returns. NULL as well where equity comes from nothing, which is no return, and where fewer returns than a minimum are not 0. */
  MetricValue measureReturns(Metric metric, int nonZero, Function<Returns, MetricValue> formula) {
    return measure(metric, points -> {
      double[] returns = new double[days()];
      for (int i = 0; i < returns.length; i++) {
        if (points[i] <= 0 && points[i + 1] != points[i]) {
          return MetricValue.missing(NullReason.SIGN);
        }
        // who lost everything stays there without a return
        returns[i] = points[i] <= 0 ? 0 : points[i + 1] / points[i] - 1;
      }
      Returns all = new Returns(returns, Returns.DAYS_PER_YEAR);
      return all.nonZero() < nonZero ? MetricValue.missing(NullReason.TOO_FEW) : formula.apply(all);
    });
  }
}
