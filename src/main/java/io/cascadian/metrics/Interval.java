package io.cascadian.metrics;

/** Holds the bounds that a number is within with 95 % confidence. */
record Interval(double low, double high) {

  private static final double NORMAL_975 = 1.959963984540054;

  Interval {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new InvalidMetricException("no interval: " + low + " to " + high);
    }
  }

  /** Returns the bounds of a proportion (Wilson 1927). They stay within 0 and 1, and wide where there are few trials. */
  static Interval ofProportion(int successes, int trials) {
    if (trials <= 0 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(successes + " successes of " + trials);
    }
    double share = (double) successes / trials;
    double square = NORMAL_975 * NORMAL_975;
    double scale = 1 + square / trials;
    double middle = (share + square / (2 * trials)) / scale;
    double margin = NORMAL_975 * Math.sqrt(share * (1 - share) / trials + square / (4.0 * trials * trials)) / scale;
    return new Interval(Math.max(0, middle - margin), Math.min(1, middle + margin));
  }
}
