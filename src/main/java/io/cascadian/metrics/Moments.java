package io.cascadian.metrics;

/**
 * Computes mean, deviation, skewness and kurtosis of a sample in two passes, in the order of its values. Skewness and kurtosis are the adjusted ones (G1 and G2), as
 * spreadsheets and pandas have them.
 */
record Moments(int n, double mean, double squares, double cubes, double fourths, boolean isConstant) {

  static Moments of(double[] values) {
    double sum = 0;
    boolean isConstant = true;
    for (double value : values) {
      sum += value;
      isConstant &= value == values[0];
    }
    double mean = sum / values.length;
    double squares = 0;
    double cubes = 0;
    double fourths = 0;
    for (double value : values) {
      double deviation = value - mean;
      double square = deviation * deviation;
      squares += square;
      cubes += square * deviation;
      fourths += square * square;
    }
    return new Moments(values.length, mean, squares, cubes, fourths, isConstant);
  }

  /** Returns the variance with n − 1; exactly 0 for equal values, whatever their mean was rounded to. */
  double variance() {
    return isConstant ? 0 : squares / (n - 1);
  }

  double deviation() {
    return Math.sqrt(variance());
  }

  /** Needs three values that are not all equal. */
  double skewness() {
    double biased = cubes / n / StrictMath.pow(squares / n, 1.5);
    return biased * Math.sqrt((double) n * (n - 1)) / (n - 2);
  }

  /** Needs four values that are not all equal. */
  double excessKurtosis() {
    double second = squares / n;
    double biased = fourths / n / (second * second) - 3;
    return (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1) * biased + 6);
  }
}
