package io.cascadian.metrics;

import static io.cascadian.metrics.Digits.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Compares scores of forecasts with those of other libraries (analytics.md, section 3.1). */
class ForecastScoresTest {

  private static final ForecastScores TORCHMETRICS = new ForecastScores(new double[] {.25, .25, .55, .75, .75}, new double[] {0, 0, 1, 1, 1});

  @Test
  void brier_isThatOfSklearn() {
    assertPrinted(new ForecastScores(new double[] {.1, .9, .8, .3}, new double[] {0, 1, 1, 0}).brier(), ".0375");
  }

  @Test
  void logLoss_isThatOfSklearn() {
    assertPrinted(new ForecastScores(new double[] {.1, .2, .7, .99}, new double[] {0, 0, 1, 1}).logLoss(), ".1738073367");
    assertPrinted(TORCHMETRICS.logLoss(), ".3497130581");
  }

  @Test
  void calibrationError_isThatOfTorchmetrics() {
    assertPrinted(TORCHMETRICS.calibrationError(2), ".2900");
    assertPrinted(TORCHMETRICS.calibrationError(ForecastScores.BINS), ".29");
  }

  @Test
  void murphyParts_addUpToBrier() {
    ForecastScores.Murphy parts = TORCHMETRICS.murphy(ForecastScores.BINS);
    assertPrinted(TORCHMETRICS.brier(), ".0905");
    assertPrinted(parts.reliability(), ".0905");
    assertPrinted(parts.resolution(), ".24");
    assertPrinted(parts.uncertainty(), ".24");
  }

  @Property(tries = 50)
  void murphyParts_ofEqualForecastsInBins_addUpToBrier(@ForAll @Size(min = 1, max = 60) List<@IntRange(max = 29) Integer> draws) {
    // one forecast per bin; payouts of 0, a half and 1
    double[] forecasts = draws.stream().mapToDouble(draw -> .05 + draw % 10 / 10.0).toArray();
    double[] outcomes = draws.stream().mapToDouble(draw -> draw / 10 / 2.0).toArray();
    ForecastScores scores = new ForecastScores(forecasts, outcomes);
    ForecastScores.Murphy parts = scores.murphy(ForecastScores.BINS);
    assertThat(parts.reliability() - parts.resolution() + parts.uncertainty()).isCloseTo(scores.brier(), within(1e-12));
  }

  @Test
  void certainForecasts_haveFiniteLogLoss() {
    // -ln 0.001, -ln 0.999
    assertPrinted(new ForecastScores(new double[] {1}, new double[] {0}).logLoss(), "6.907755279");
    assertPrinted(new ForecastScores(new double[] {0}, new double[] {0}).logLoss(), ".001000500334");
  }

  @Test
  void bins_includeLowerBound_lastOneBoth() {
    // 0.5 is in the bin above, so that the gaps of 0.55 and 0.5 do not cancel out
    ForecastScores scores = new ForecastScores(new double[] {.45, .5, 1, 1.02}, new double[] {1, 0, 1, 1});
    assertPrinted(scores.calibrationError(ForecastScores.BINS), ".2675");
  }

  @Test
  void edge_isMeanOfPayoutLessPrice() {
    assertPrinted(TORCHMETRICS.edge(), ".09");
  }
}
