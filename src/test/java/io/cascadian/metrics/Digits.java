package io.cascadian.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;

/** Compares numbers with what a reference printed, to its last digit. */
final class Digits {

  /** Allows the last bits of a sum of a few dozen doubles, where a reference prints all of them. */
  private static final int ULPS = 16;

  private Digits() {}

  static void assertPrinted(double actual, String printed) {
    BigDecimal expected = new BigDecimal(printed);
    double half = expected.ulp().doubleValue() * 0.5000001;
    assertThat(actual).as(printed).isCloseTo(expected.doubleValue(), within(Math.max(half, ULPS * Math.ulp(expected.doubleValue()))));
  }

  static void assertPrinted(MetricValue actual, String printed) {
    assertPrinted(number(actual), printed);
  }

  static double number(MetricValue value) {
    assertThat(value).isInstanceOf(MetricValue.Ratio.class);
    return ((MetricValue.Ratio) value).value();
  }
}
