package io.cascadian.metrics;

/** Computes a straight line by ordinary least squares. */
record LeastSquares(double slope, double intercept) {

  /** Needs two different values of x. */
  static LeastSquares of(double[] x, double[] y) {
    double meanX = Moments.of(x).mean();
    double meanY = Moments.of(y).mean();
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squares += (x[i] - meanX) * (x[i] - meanX);
    }
    double slope = products / squares;
    return new LeastSquares(slope, meanY - slope * meanX);
  }
}
