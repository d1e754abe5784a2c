package io.cascadian.metrics;

/**
 * Computes ratios of periodic returns. Deviations below zero are over all periods, not only over the losing ones (Sortino); the risk-free rate is 0.
 *
 * @param values one return per period, without gaps
 * @param periodsPerYear what annual figures are scaled by
 */
record Returns(double[] values, int periodsPerYear) {

  static final int DAYS_PER_YEAR = 365;
  private static final double TAIL = 0.05;

  int nonZero() {
    int count = 0;
    for (double value : values) {
      count += value == 0 ? 0 : 1;
    }
    return count;
  }

  double mean() {
    return Moments.of(values).mean();
  }

  MetricValue sharpe() {
    Moments moments = Moments.of(values);
    return MetricValue.quotient(moments.mean() * Math.sqrt(periodsPerYear), moments.deviation(), NullReason.ZERO_VARIANCE);
  }

  MetricValue sortino() {
    return MetricValue.quotient(mean() * Math.sqrt(periodsPerYear), downsideDeviation(), NullReason.NO_LOSSES);
  }

  /** Returns the root of the mean squared loss of a period, not scaled to a year. */
  double downsideDeviation() {
    double squares = 0;
    for (double value : values) {
      double loss = Math.min(value, 0);
      squares += loss * loss;
    }
    return Math.sqrt(squares / values.length);
  }

  double annualDownsideDeviation() {
    return downsideDeviation() * Math.sqrt(periodsPerYear);
  }

  /** Returns the yearly growth from a start to an end over some periods; −1 once everything is lost. */
  static double annualGrowth(double start, double end, int periods, int periodsPerYear) {
    return StrictMath.pow(end / start, (double) periodsPerYear / periods) - 1;
  }

  /** Returns the loss that one period in twenty exceeds; positive for a loss. */
  double valueAtRisk() {
    return -Quantiles.of(values, TAIL);
  }

  /** Returns the mean loss of the periods that are at or beyond the value at risk. */
  double conditionalValueAtRisk() {
    return conditionalValueAtRisk(TAIL);
  }

  double conditionalValueAtRisk(double tail) {
    double quantile = Quantiles.of(values, tail);
    double sum = 0;
    int count = 0;
    for (double value : values) {
      if (value <= quantile) {
        sum += value;
        count++;
      }
    }
    return -sum / count;
  }
}
