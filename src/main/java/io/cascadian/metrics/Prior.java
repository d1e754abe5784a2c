package io.cascadian.metrics;

/**
 * Represents the mean of a population, such as all wallets of a category, towards which values of few observations are shrunk.
 *
 * @param mean mean of the population
 * @param weight how many observations the population's mean counts as; above 0
 */
record Prior(double mean, double weight) {

  Prior {
    if (!Double.isFinite(mean) || !(weight > 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException("no prior: " + mean + " with weight " + weight);
    }
  }

  /** Returns the mean of value and prior, weighted by their observations. */
  double shrink(double value, int observations) {
    return (observations * value + weight * mean) / (observations + weight);
  }
}
