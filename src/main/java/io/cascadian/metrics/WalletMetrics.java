package io.cascadian.metrics;

import java.time.LocalDate;

/** Computes all metrics of a wallet, or of its bets in one category, for a window. */
final class WalletMetrics {

  private WalletMetrics() {}

  /**
   * Computes each metric of {@link Metric} once.
   *
   * @param asOf the UTC day with which the window ends; what was settled or done later does not count
   * @throws InvalidMetricException where a formula gives no finite number; then nothing of the wallet is valid
   */
  static MetricRow compute(Facts facts, LocalDate asOf, Window window) {
    Slice slice = new Slice(facts, asOf, window);
    MetricRow row = new MetricRow();
    ProfitMetrics.compute(slice, row);
    EquityMetrics.compute(slice, row);
    SizeMetrics.compute(slice, row);
    ForecastMetrics.compute(slice, row);
    PriceMetrics.compute(slice, row);
    StreakMetrics.compute(slice, row);
    HoldingMetrics.compute(slice, row);
    ActivityMetrics.compute(slice, row);
    TrendMetrics.compute(slice, row);
    for (Metric metric : Metric.values()) {
      if (metric.isNullToday()) {
        row.put(metric, () -> MetricValue.missing(NullReason.NO_INPUT));
      }
      // fails where no family computes it
      row.get(metric);
    }
    return row;
  }
}
