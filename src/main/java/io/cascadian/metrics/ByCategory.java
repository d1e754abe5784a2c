package io.cascadian.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Computes a metric for each category of the bets, and lists the categories that have a value. */
final class ByCategory {

  private ByCategory() {}

  /** Returns NULL where no category has a value: for the reason that the metric of all bets has, or because each category alone has too few. */
  static MetricValue of(Sample<Bet> bets, Function<Sample<Bet>, MetricValue> formula) {
    Map<String, MetricValue> values = new LinkedHashMap<>();
    bets.split(Bet::category).forEach((category, own) -> {
      MetricValue value = formula.apply(own);
      if (!value.isMissing()) {
        values.put(category, value);
      }
    });
    if (!values.isEmpty()) {
      return new MetricValue.Entries(values);
    }
    MetricValue all = formula.apply(bets);
    return all.isMissing() ? all : MetricValue.missing(NullReason.TOO_FEW);
  }
}
