package io.cascadian.metrics;

import static io.cascadian.metrics.Digits.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares moments, quantiles, trends, runs, concentration and Kelly with published numbers. */
class StatisticsTest {

  private static final double[] ZERO_TO_NINE = IntStream.range(0, 10).asDoubleStream().toArray();

  @Test
  void median_isMidpoint_notUpperMiddle() {
    // quantileExact(0.5) of ClickHouse gives 5
    assertPrinted(Quantiles.median(ZERO_TO_NINE), "4.5");
    assertPrinted(Quantiles.of(ZERO_TO_NINE, 1), "9");
    assertPrinted(Quantiles.of(ZERO_TO_NINE, 0), "0");
    assertPrinted(Quantiles.of(new double[] {7}, 0.3), "7");
  }

  @Test
  void kurtosisAndSkewness_areAdjusted_notThoseOfClickHouse() {
    // kurtSamp gives 1.438 (m4 / s^4), skewSamp 0.5751
    assertPrinted(Moments.of(IntStream.rangeClosed(1, 10).asDoubleStream().toArray()).excessKurtosis(), "-1.2");
    assertPrinted(Moments.of(IntStream.range(0, 10).mapToDouble(i -> i * i).toArray()).skewness(), ".7988");
  }

  @Test
  void equalValues_haveNoVariance_thoughTheirMeanIsRounded() {
    Moments moments = Moments.of(new double[] {.1, .1, .1});
    assertThat(moments.mean()).isNotEqualTo(.1);
    assertThat(moments.deviation()).isZero();
    // stddevSamp of one value is NaN in ClickHouse
    assertThat(Moments.of(new double[] {5}).deviation()).isZero();
  }

  @Test
  void theilSen_hasSlopeOfSen() {
    double[] x = {1, 2, 3, 4, 10, 12, 18};
    double[] y = {9, 15, 19, 20, 45, 55, 78};
    assertPrinted(TheilSen.slope(x, y), "4");
  }

  @Test
  void theilSen_ignoresOutlier_andPairsWithEqualX() {
    assertPrinted(TheilSen.slope(new double[] {0, 1, 2, 3, 4}, new double[] {0, 1, 2, 3, 1_000}), "1");
    // slopes of 10, 5 and 1; three pairs have none
    assertPrinted(TheilSen.slope(new double[] {0, 0, 0, 1}, new double[] {0, 5, 9, 10}), "5");
  }

  @Test
  void leastSquares_fitsLine() {
    LeastSquares line = LeastSquares.of(new double[] {0, 1, 2}, new double[] {1, 3, 6});
    assertPrinted(line.slope(), "2.5");
    assertPrinted(line.intercept(), ".8333");
  }

  @Test
  void runs_haveScoreOfStatsmodels() {
    List<Boolean> aboveMedian = new ArrayList<>(Collections.nCopies(5, false));
    aboveMedian.addAll(Collections.nCopies(14, true));
    Runs runs = Runs.of(aboveMedian);
    assertThat(runs.observed()).isEqualTo(2);
    // statsmodels: observed less expected
    assertPrinted(-runs.streakiness(), "-3.944254410803499");
    List<Boolean> aboveMean = new ArrayList<>(Collections.nCopies(11, false));
    aboveMean.addAll(Collections.nCopies(8, true));
    assertPrinted(-Runs.of(aboveMean).streakiness(), "-4.007095978613213");
  }

  @Test
  void streaks_endAtZero() {
    Streaks streaks = Streaks.of(new long[] {1, 2, 0, 3, 4, 5, -1, -1, 0, -7});
    assertThat(streaks).isEqualTo(new Streaks(3, 2, -1));
    assertThat(Streaks.of(new long[] {5, 0}).current()).isZero();
    assertThat(Streaks.of(new long[] {0, 0, 5, 6}).current()).isEqualTo(2);
  }

  @Test
  void concentration_isThatOfJusticeDepartment() {
    assertPrinted(Shares.of(Map.of("a", 30L, "b", 30L, "c", 20L, "d", 20L)).concentration(), ".26");
  }

  @Test
  void kelly_hasKnownFractions() {
    assertPrinted(Kelly.fraction(.6, 1), ".2");
    // example 1 of definitions 7.2
    assertPrinted(Kelly.fraction(.6, 2), ".4");
  }

  @Test
  void ruin_isCertainWithoutAdvantage() {
    assertThat(Kelly.ruin(0, 10)).isEqualTo(1);
    assertThat(Kelly.ruin(-.3, 10)).isEqualTo(1);
    // ((1 - 0.2) / (1 + 0.2)) ^ 3
    assertPrinted(Kelly.ruin(.2, 3), ".2963");
    assertThat(Kelly.ruin(7, 2)).isEqualTo(Kelly.ruin(.99, 2)).isPositive();
  }

  @Test
  void gainsAndLosses_overflow_isRejected() {
    assertThatThrownBy(() -> GainsAndLosses.of(List.of(Long.MAX_VALUE, 1L), Long::longValue)).isInstanceOf(InvalidMetricException.class);
    assertThatThrownBy(() -> Exact.minus(Long.MIN_VALUE, 1)).isInstanceOf(InvalidMetricException.class);
    assertThatThrownBy(() -> Exact.worth(Long.MAX_VALUE, 1.5)).isInstanceOf(InvalidMetricException.class);
  }
}
