package io.cascadian.metrics;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Represents the value of one metric: a number, a word, an ordered map, or NULL with its reason. Numbers are finite. */
sealed interface MetricValue {

  /** Holds a count or a ratio. */
  record Ratio(double value) implements MetricValue {
    public Ratio {
      if (!Double.isFinite(value)) {
        throw new InvalidMetricException("The formula gave " + value);
      }
      // one zero, so that equal numbers have equal bits
      value = value == 0 ? 0 : value;
    }
  }

  /** Holds an exact amount in USDC with six decimals. */
  record Amount(BigDecimal usd) implements MetricValue {}

  /** Holds a word. */
  record Word(String word) implements MetricValue {}

  /** Holds values by name, in the order in which they are shown. */
  record Entries(Map<String, MetricValue> values) implements MetricValue {
    public Entries {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** Holds the reason of a NULL. */
  record Missing(NullReason reason) implements MetricValue {}

  /** @throws InvalidMetricException for NaN and for infinite numbers */
  static MetricValue of(double value) {
    return new Ratio(value);
  }

  static MetricValue micros(long micros) {
    return new Amount(BigDecimal.valueOf(micros, 6));
  }

  static MetricValue missing(NullReason reason) {
    return new Missing(reason);
  }

  /** Divides, or returns NULL for the reason where the denominator is zero. */
  static MetricValue quotient(double numerator, double denominator, NullReason whenZero) {
    return denominator == 0 ? missing(whenZero) : of(numerator / denominator);
  }

  default boolean isMissing() {
    return this instanceof Missing;
  }
}
