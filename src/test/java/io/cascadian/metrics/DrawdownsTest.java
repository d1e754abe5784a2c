package io.cascadian.metrics;

import static io.cascadian.metrics.Digits.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrawdownsTest {

  @Test
  void equity_hasDrawdownsOfPomata() {
    // its start is a period there; here the start capital is given apart
    Drawdowns drawdowns = Drawdowns.of(new double[] {1, 1, 1.1, 1.05, 1.2, .9, 1});
    double[] depths = drawdowns.depths();
    assertThat(depths).hasSize(6);
    assertPrinted(depths[0], "0");
    assertPrinted(depths[1], "0");
    assertPrinted(depths[2], ".0455");
    assertPrinted(depths[3], "0");
    assertPrinted(depths[4], ".25");
    assertPrinted(depths[5], ".1667");
    assertPrinted(drawdowns.ulcerIndex(), ".12405905");
    assertPrinted(drawdowns.deepest(), ".25");
    assertPrinted(drawdowns.percentBelowPeak(), "50");
  }

  @Test
  void meanEpisode_isOfDeepestPoints() {
    Drawdowns drawdowns = Drawdowns.of(new double[] {1, 1, 1.1, 1.05, 1.2, .9, 1});
    // 0.05 / 1.1 and 0.3 / 1.2; the second has not ended
    assertPrinted(drawdowns.meanEpisode(), ".1477");
    assertThat(Drawdowns.of(new double[] {1, 1, 2}).meanEpisode()).isEqualTo(MetricValue.missing(NullReason.NO_LOSSES));
  }

  @Test
  void yearlyEquity_hasRatiosOfPomata() {
    // a growth from 1 over seven years, whose first point is the end of the first one
    Drawdowns drawdowns = Drawdowns.of(new double[] {1, 1.1, 1.05, 1.2, 1.15, 1.3, 1.25, 1.4});
    double growth = Returns.annualGrowth(1, 1.4, 7, 1);
    assertPrinted(growth / drawdowns.deepest(), "1.0833");
    assertPrinted(growth / drawdowns.ulcerIndex(), "1.7927");
  }

  @Test
  void firstFall_countsFromStartCapital() {
    assertPrinted(Drawdowns.of(new double[] {10, 5, 6}).deepest(), ".5");
  }

  @Test
  void recovery_countsFromDeepestPointToOldPeak() {
    // falls to 8 and 6, is back at 10 three days after the 6
    assertPrinted(Drawdowns.of(new double[] {10, 8, 6, 7, 9, 10, 9}).recovery(), "3");
    assertThat(Drawdowns.of(new double[] {10, 8, 6, 9}).recovery()).isEqualTo(MetricValue.missing(NullReason.NOT_RECOVERED));
    assertThat(Drawdowns.of(new double[] {10, 10, 11}).recovery()).isEqualTo(MetricValue.missing(NullReason.NO_LOSSES));
  }

  @Test
  void nothing_hasNoDrawdown() {
    assertPrinted(Drawdowns.of(new double[] {0, 0, 0}).deepest(), "0");
  }

  @Test
  void definitionsExample_falls4000() {
    // USD below the peak of a cumulative P&L, as in the example: 10 000, 6 000
    Drawdowns drawdowns = Drawdowns.of(new double[] {5_000, 10_000, 6_000, 8_000});
    assertPrinted(drawdowns.deepest() * 10_000, "4000");
  }
}
