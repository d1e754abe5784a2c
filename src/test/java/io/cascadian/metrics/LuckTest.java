package io.cascadian.metrics;

import static io.cascadian.metrics.Digits.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests intervals and shrinkage. */
class LuckTest {

  private static final double[] VALUES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  @ParameterizedTest
  @CsvSource({"8, 10, .49016, .94332", "3, 3, .43850, 1"})
  void wilson_hasKnownBounds(int successes, int trials, String low, String high) {
    Interval interval = Interval.ofProportion(successes, trials);
    assertPrinted(interval.low(), low);
    assertPrinted(interval.high(), high);
  }

  @Test
  void wilson_staysWithinZeroAndOne() {
    assertThat(Interval.ofProportion(0, 5).low()).isZero();
    assertThat(Interval.ofProportion(5, 5).high()).isEqualTo(1);
    assertThatThrownBy(() -> Interval.ofProportion(0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bootstrap_ofSameWalletAndMetric_isTheSame() {
    Interval first = mean("0xa", Metric.EV_PER_BET_MEAN);
    assertThat(mean("0xa", Metric.EV_PER_BET_MEAN)).isEqualTo(first);
    assertThat(mean("0xb", Metric.EV_PER_BET_MEAN)).isNotEqualTo(first);
    assertThat(mean("0xa", Metric.CLV_MEAN)).isNotEqualTo(first);
    // the mean is 5.5, its standard error 0.91
    assertThat(first.low()).isBetween(3.4, 4.1);
    assertThat(first.high()).isBetween(6.9, 7.6);
  }

  @Test
  void bootstrap_drawsDoNotChangeBetweenVersions() {
    // published intervals would
    assertThat(mean("0xa", Metric.EV_PER_BET_MEAN)).isEqualTo(new Interval(3.7975, 7.3));
  }

  @Test
  void bootstrap_withoutValueInTooManyResamples_isEmpty() {
    AtomicInteger calls = new AtomicInteger();
    Bootstrap bootstrap = new Bootstrap("0xa", Metric.OMEGA_NET);
    assertThat(bootstrap.interval(3, drawn -> calls.incrementAndGet() % 10 == 0 ? OptionalDouble.empty() : OptionalDouble.of(1))).isEmpty();
    assertThat(bootstrap.interval(3, drawn -> calls.incrementAndGet() % 100 == 0 ? OptionalDouble.empty() : OptionalDouble.of(1)))
        .isEqualTo(Optional.of(new Interval(1, 1)));
    assertThat(bootstrap.interval(0, drawn -> OptionalDouble.of(1))).isEmpty();
  }

  @Test
  void prior_countsAsObservations() {
    Prior prior = new Prior(.5, 50);
    assertPrinted(prior.shrink(1, 3), ".5283");
    assertPrinted(prior.shrink(1, 50), ".75");
    assertPrinted(prior.shrink(1, 0), ".5");
    assertThatThrownBy(() -> new Prior(.5, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Interval mean(String wallet, Metric metric) {
    return new Bootstrap(wallet, metric)
        .interval(VALUES.length, drawn -> OptionalDouble.of(Arrays.stream(drawn).mapToDouble(i -> VALUES[i]).average().orElseThrow())).orElseThrow();
  }
}
