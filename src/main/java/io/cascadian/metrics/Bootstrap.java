package io.cascadian.metrics;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Function;

/**
 * Estimates the interval of a statistic from resamples of its observations. The seed is that of a wallet and a metric, so that the interval of the same
 * observations is always the same; {@link Random} draws by an algorithm that Java fixes.
 */
final class Bootstrap {

  static final int RESAMPLES = 1000;
  /** Limits how many resamples may have no value; with more, the interval would be one of the others only. */
  private static final double MOST_WITHOUT_VALUE = 0.05;
  private static final double LOW = 0.025;
  private static final double HIGH = 0.975;

  private final long seed;

  Bootstrap(String wallet, Metric metric) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(wallet.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '|');
      digest.update(metric.column().getBytes(StandardCharsets.UTF_8));
      seed = ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java comes with SHA-256", e);
    }
  }

  /**
   * Returns the quantiles at 2.5 % and 97.5 % of the statistic over resamples.
   *
   * @param observations how many there are
   * @param statistic of the observations with these indexes; empty where it has no value, as omega without a loss
   * @return empty where there is no observation, or where too many resamples have no value
   */
  Optional<Interval> interval(int observations, Function<int[], OptionalDouble> statistic) {
    if (observations == 0) {
      return Optional.empty();
    }
    Random random = new Random(seed);
    double[] values = new double[RESAMPLES];
    int count = 0;
    int[] drawn = new int[observations];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      for (int i = 0; i < observations; i++) {
        drawn[i] = random.nextInt(observations);
      }
      OptionalDouble value = statistic.apply(drawn);
      if (value.isPresent()) {
        values[count++] = value.getAsDouble();
      }
    }
    if (RESAMPLES - count > MOST_WITHOUT_VALUE * RESAMPLES) {
      return Optional.empty();
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return Optional.of(new Interval(Quantiles.ofSorted(sorted, LOW), Quantiles.ofSorted(sorted, HIGH)));
  }
}
