package io.cascadian.metrics;

/**
 * Computes scores of forecasts against what came true. A forecast is the price paid for an outcome, so the scores are those of the market's prices as much as
 * of the wallet; how much better the wallet was is its {@link #edge}.
 *
 * @param forecasts prices, 0 to 1
 * @param outcomes what a share paid, 0 to 1, of each forecast
 */
record ForecastScores(double[] forecasts, double[] outcomes) {

  static final int BINS = 10;
  /** Bounds forecasts away from certainty, whose logarithm is infinite. */
  private static final double CLIP = 0.001;

  /** Splits the Brier score into reliability, resolution and uncertainty (Murphy 1973). The parts add up to it where forecasts are equal within each bin. */
  record Murphy(double reliability, double resolution, double uncertainty) {}

  /** Returns the mean squared difference; 0 is best. */
  double brier() {
    double sum = 0;
    for (int i = 0; i < forecasts.length; i++) {
      double difference = forecasts[i] - outcomes[i];
      sum += difference * difference;
    }
    return sum / forecasts.length;
  }

  /** Returns the mean negative logarithm of the probability given to what came true; 0 is best. */
  double logLoss() {
    double sum = 0;
    for (int i = 0; i < forecasts.length; i++) {
      double forecast = Math.min(Math.max(forecasts[i], CLIP), 1 - CLIP);
      sum += outcomes[i] * StrictMath.log(forecast) + (1 - outcomes[i]) * StrictMath.log(1 - forecast);
    }
    return -sum / forecasts.length;
  }

  /** Returns the mean of outcome less price: what a share earned. */
  double edge() {
    double sum = 0;
    for (int i = 0; i < forecasts.length; i++) {
      sum += outcomes[i] - forecasts[i];
    }
    return sum / forecasts.length;
  }

  /** Returns the mean absolute difference between mean forecast and mean outcome of equally wide bins, weighted by their forecasts (ECE, Naeini 2015). */
  double calibrationError(int bins) {
    Bins binned = new Bins(bins);
    double sum = 0;
    for (int k = 0; k < bins; k++) {
      sum += Math.abs(binned.forecasts[k] - binned.outcomes[k]);
    }
    return sum / forecasts.length;
  }

  Murphy murphy(int bins) {
    Bins binned = new Bins(bins);
    Moments all = Moments.of(outcomes);
    double reliability = 0;
    double resolution = 0;
    for (int k = 0; k < bins; k++) {
      if (binned.counts[k] > 0) {
        double outcome = binned.outcomes[k] / binned.counts[k];
        double gap = binned.forecasts[k] / binned.counts[k] - outcome;
        reliability += binned.counts[k] * gap * gap;
        resolution += binned.counts[k] * (outcome - all.mean()) * (outcome - all.mean());
      }
    }
    return new Murphy(reliability / forecasts.length, resolution / forecasts.length, all.squares() / forecasts.length);
  }

  /** Sums forecasts and outcomes by bin; a bin includes its lower bound, the last one both. */
  private final class Bins {

    private final int[] counts;
    private final double[] forecasts;
    private final double[] outcomes;

    private Bins(int bins) {
      counts = new int[bins];
      forecasts = new double[bins];
      outcomes = new double[bins];
      for (int i = 0; i < ForecastScores.this.forecasts.length; i++) {
        double forecast = ForecastScores.this.forecasts[i];
        // a price above 1 includes a fee of the AMM
        int bin = Math.min((int) (forecast * bins), bins - 1);
        counts[bin]++;
        forecasts[bin] += forecast;
        outcomes[bin] += ForecastScores.this.outcomes[i];
      }
    }
  }
}
