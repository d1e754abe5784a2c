package io.cascadian.metrics;

/** Computes returns, risk and drawdowns of the daily equity. */
final class EquityMetrics {

  /** Leaves out wallets that seldom change, whose ratios rest on few days. */
  private static final int LEAST_RETURNS = 10;

  private EquityMetrics() {}

  static void compute(Slice slice, MetricRow row) {
    EquitySpan span = slice.span();
    row.put(Metric.SORTINO, () -> span.measureReturns(Metric.SORTINO, LEAST_RETURNS, Returns::sortino));
    row.put(Metric.SHARPE, () -> span.measureReturns(Metric.SHARPE, LEAST_RETURNS, Returns::sharpe));
    row.put(Metric.CAGR, () -> span.measure(Metric.CAGR, EquityMetrics::growth));
    row.put(Metric.VAR_95, () -> span.measureReturns(Metric.VAR_95, 0, returns -> MetricValue.of(returns.valueAtRisk())));
    row.put(Metric.CVAR_95, () -> span.measureReturns(Metric.CVAR_95, 0, returns -> MetricValue.of(returns.conditionalValueAtRisk())));
    row.put(Metric.DOWNSIDE_DEVIATION,
        () -> span.measureReturns(Metric.DOWNSIDE_DEVIATION, 0, returns -> MetricValue.of(returns.annualDownsideDeviation())));
    row.put(Metric.MAX_DRAWDOWN, () -> span.measure(Metric.MAX_DRAWDOWN, equity -> MetricValue.of(Drawdowns.of(equity).deepest())));
    row.put(Metric.AVG_DRAWDOWN, () -> span.measure(Metric.AVG_DRAWDOWN, equity -> Drawdowns.of(equity).meanEpisode()));
    row.put(Metric.TIME_IN_DRAWDOWN_PCT, () -> span.measure(Metric.TIME_IN_DRAWDOWN_PCT, equity -> MetricValue.of(Drawdowns.of(equity).percentBelowPeak())));
    row.put(Metric.ULCER_INDEX, () -> span.measure(Metric.ULCER_INDEX, equity -> MetricValue.of(Drawdowns.of(equity).ulcerIndex())));
    row.put(Metric.DRAWDOWN_RECOVERY_DAYS, () -> span.measure(Metric.DRAWDOWN_RECOVERY_DAYS, equity -> Drawdowns.of(equity).recovery()));
    row.put(Metric.MARTIN, () -> row.quotient(Metric.CAGR, Metric.ULCER_INDEX, NullReason.NO_LOSSES));
    row.put(Metric.CALMAR, () -> row.quotient(Metric.CAGR, Metric.MAX_DRAWDOWN, NullReason.NO_LOSSES));
  }

  private static MetricValue growth(double[] equity) {
    int days = equity.length - 1;
    return equity[0] <= 0 ? MetricValue.missing(NullReason.SIGN)
        : MetricValue.of(Returns.annualGrowth(equity[0], equity[days], days, Returns.DAYS_PER_YEAR));
  }
}
