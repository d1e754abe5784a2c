package io.cascadian.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Collects the values of all metrics of one wallet and window, each exactly once and each NULL for a reason that its metric can have. Not thread-safe. */
final class MetricRow {

  private final Map<Metric, MetricValue> values = new EnumMap<>(Metric.class);

  /** Computes a value from a sample, or NULL where it is smaller than the metric's minimum. */
  <T> void put(Metric metric, Sample<T> sample, Function<List<T>, MetricValue> formula) {
    put(metric, () -> sample.measure(metric, formula));
  }

  /**
   * @throws InvalidMetricException where the formula gives no finite number; names the metric
   * @throws IllegalStateException where the metric has a value already, or the reason of its NULL is not one of the metric's
   */
  void put(Metric metric, Supplier<MetricValue> formula) {
    MetricValue value;
    try {
      value = formula.get();
    } catch (InvalidMetricException e) {
      throw new InvalidMetricException("Metric #" + metric.number() + " " + metric.column() + ": " + e.getMessage(), e);
    }
    if (value instanceof MetricValue.Missing missing && !metric.reasons().contains(missing.reason())) {
      throw new IllegalStateException("Metric #" + metric.number() + " " + metric.column() + " can not be NULL for " + missing.reason().column());
    }
    if (values.putIfAbsent(metric, value) != null) {
      throw new IllegalStateException("Metric #" + metric.number() + " " + metric.column() + " is computed twice");
    }
  }

  /** Returns the value of a metric that was computed before. */
  MetricValue get(Metric metric) {
    MetricValue value = values.get(metric);
    if (value == null) {
      throw new IllegalStateException("Metric #" + metric.number() + " " + metric.column() + " is not computed");
    }
    return value;
  }

  /** Returns the value of a metric as a number; only where it is one. */
  double number(Metric metric) {
    return ((MetricValue.Ratio) get(metric)).value();
  }

  /** Divides one metric by another, or returns NULL with the reason of the part that is NULL. */
  MetricValue quotient(Metric numerator, Metric denominator, NullReason whenZero) {
    if (get(numerator).isMissing()) {
      return get(numerator);
    }
    return get(denominator).isMissing() ? get(denominator) : MetricValue.quotient(number(numerator), number(denominator), whenZero);
  }
}
