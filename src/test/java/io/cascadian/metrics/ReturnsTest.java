package io.cascadian.metrics;

import static io.cascadian.metrics.Digits.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares ratios of returns with published vectors and with other libraries (analytics.md, section 3.1). */
class ReturnsTest {

  /** From portfolio_bacon.csv of PerformanceAnalytics, monthly. */
  static final double[] BACON = {.003, .026, .011, -.010, .015, .025, .016, .067, -.014, .040, -.005, .081, .040, -.037, -.061, .017, -.049, -.022, .070, .058, -.065,
      .024, -.005, -.009};
  private static final int MONTHS_PER_YEAR = 12;
  private static final int TRADING_DAYS = 252;

  @Test
  void bacon_hasPublishedRatios() {
    Returns bacon = new Returns(BACON, MONTHS_PER_YEAR);
    Drawdowns drawdowns = Drawdowns.of(equity(BACON));
    double growth = growth(BACON, MONTHS_PER_YEAR);
    assertPrinted(Moments.of(BACON).deviation() * Math.sqrt(MONTHS_PER_YEAR), ".1370001586796923");
    assertPrinted(growth, ".10367828972980941");
    assertPrinted(bacon.sharpe(), ".7883202548144858");
    assertPrinted(bacon.downsideDeviation(), ".02293741484997819");
    assertPrinted(Digits.number(bacon.sortino()) / Math.sqrt(MONTHS_PER_YEAR), ".39237202879506533");
    assertPrinted(bacon.sortino(), "1.3592165786838633");
    assertPrinted(drawdowns.deepest(), ".144672955739218");
    assertPrinted(growth / drawdowns.deepest(), ".7166390511623746");
    assertPrinted(omega(BACON), "1.77978339350180");
    assertPrinted(drawdowns.ulcerIndex(), ".06118428726189614");
    assertPrinted(growth / drawdowns.ulcerIndex(), "1.6945247607");
    assertPrinted(bacon.valueAtRisk(), ".0592");
    assertPrinted(bacon.conditionalValueAtRisk(), ".063");
    assertPrinted(Moments.of(BACON).skewness(), "-.0881717493");
    assertPrinted(Moments.of(BACON).excessKurtosis(), "-.4076603212");
  }

  @Test
  void bacon_doesNotHaveTheRatiosOfOtherConventions() {
    Returns bacon = new Returns(BACON, MONTHS_PER_YEAR);
    // n in the deviation, losing months only, the start counted as a period, biased moments
    assertThat(Digits.number(bacon.sharpe())).isNotCloseTo(.8052753, within(1e-4));
    assertThat(bacon.downsideDeviation()).isNotCloseTo(.03553449028760649, within(1e-4));
    assertThat(Drawdowns.of(equity(BACON)).ulcerIndex()).isNotCloseTo(.05994811, within(1e-4));
    assertThat(Moments.of(BACON).skewness()).isNotCloseTo(-.0825624552, within(1e-4));
    assertThat(Moments.of(BACON).excessKurtosis()).isNotCloseTo(-.5675462059, within(1e-4));
  }

  @Test
  void onlyLosses_haveRatiosOfQuantstats() {
    double[] losses = {-.018720930383, -.014303070725, -.014572173794, -.003467788444, -.025038397377, -.001677869157, -.010129521509};
    Returns returns = new Returns(losses, TRADING_DAYS);
    assertPrinted(returns.sharpe(), "-24.183404779");
    assertPrinted(returns.sortino(), "-13.565806947");
    Drawdowns drawdowns = Drawdowns.of(equity(losses));
    assertPrinted(drawdowns.deepest(), ".0848575841");
    assertPrinted(growth(losses, TRADING_DAYS) / drawdowns.deepest(), "-11.30038739");
    assertPrinted(omega(losses), "0");
    assertPrinted(Moments.of(losses).skewness(), "-.05724138737");
    assertPrinted(Moments.of(losses).excessKurtosis(), "-.69071594181");
  }

  @Test
  void empyricalVector_hasItsRatios() {
    double[] values = {.01, .10, -.04, .02, .03, .02, .01, -.10};
    Returns returns = new Returns(values, TRADING_DAYS);
    assertPrinted(returns.sharpe(), "1.7238613961706866");
    assertPrinted(returns.sortino(), "2.605531251673693");
    assertPrinted(Moments.of(values).deviation() * Math.sqrt(TRADING_DAYS), ".9136465399704637");
    assertPrinted(returns.annualDownsideDeviation(), ".60448325");
    // the first day, which has no return, is one of its days of growth
    double[] withFirstDay = {0, .01, .10, -.04, .02, .03, .02, .01, -.10};
    assertPrinted(growth(withFirstDay, TRADING_DAYS), "1.9135925373");
    assertPrinted(Drawdowns.of(equity(withFirstDay)).deepest(), ".10");
    assertPrinted(growth(withFirstDay, TRADING_DAYS) / Drawdowns.of(equity(withFirstDay)).deepest(), "19.135925373");
    assertPrinted(Drawdowns.of(equity(new double[] {.10, -.10, .10})).deepest(), ".10");
  }

  @Test
  void pomataVector_hasItsRatios() {
    double[] values = {.03, -.01, .02, -.015, .01, .005, -.02};
    Returns returns = new Returns(values, TRADING_DAYS);
    assertPrinted(returns.sharpe(), "2.4285");
    assertPrinted(returns.sortino(), "4.4567");
    assertPrinted(omega(values), "1.4444");
    // gain-to-pain of Schwager
    assertPrinted(Digits.number(omega(values)) - 1, ".4444");
    GainsAndLosses parts = GainsAndLosses.of(micros(values), Long::longValue);
    double payoff = -Digits.number(parts.meanGain()) / Digits.number(parts.meanLoss());
    assertPrinted(payoff, "1.08333");
    assertPrinted((double) parts.wins() / values.length, ".5714");
    assertPrinted(Kelly.fraction((double) parts.wins() / values.length, payoff), ".17582");
  }

  @Test
  void tails_areThoseOfPomata() {
    assertPrinted(-new Returns(new double[] {.03, -.05, .02, -.08, .01, -.06, .04, -.02}, 1).conditionalValueAtRisk(.25), "-.07");
    double[] returns = {.02, -.04, .01, -.06, .03};
    assertPrinted(-new Returns(returns, 1).valueAtRisk(), "-.056");
    assertPrinted(Quantiles.of(returns, .95) / new Returns(returns, 1).valueAtRisk(), ".5");
  }

  @Test
  void downsideDeviation_countsDaysWithoutReturn() {
    assertPrinted(new Returns(new double[] {0, 0, -.03, 0}, 1).downsideDeviation(), ".015");
  }

  @Test
  void conditionalValueAtRisk_includesQuantile() {
    double[] returns = new double[21];
    Arrays.fill(returns, .01);
    returns[4] = -.02;
    returns[9] = -.10;
    assertPrinted(new Returns(returns, 1).valueAtRisk(), ".02");
    assertPrinted(new Returns(returns, 1).conditionalValueAtRisk(), ".06");
  }

  @Test
  void workedExamplesOfDefinitions_havePrintedOmega() {
    assertPrinted(GainsAndLosses.of(List.of(1_800L, -350L), Long::longValue).omega(), "5.14");
    assertPrinted(GainsAndLosses.of(List.of(1_630L, -310L), Long::longValue).omega(), "5.26");
  }

  @Test
  void equalReturns_haveNoSharpe_norSortino() {
    Returns returns = new Returns(new double[] {.1, .1, .1}, TRADING_DAYS);
    assertThat(returns.sharpe()).isEqualTo(MetricValue.missing(NullReason.ZERO_VARIANCE));
    assertThat(returns.sortino()).isEqualTo(MetricValue.missing(NullReason.NO_LOSSES));
  }

  @Test
  void totalLoss_growsByMinusOne() {
    assertPrinted(Returns.annualGrowth(5, 0, 40, Returns.DAYS_PER_YEAR), "-1");
  }

  private static double growth(double[] returns, int periodsPerYear) {
    return Returns.annualGrowth(1, equity(returns)[returns.length], returns.length, periodsPerYear);
  }

  /** Returns what 1 grows to, with 1 at the beginning. */
  static double[] equity(double[] returns) {
    double[] equity = new double[returns.length + 1];
    equity[0] = 1;
    for (int i = 0; i < returns.length; i++) {
      equity[i + 1] = equity[i] * (1 + returns[i]);
    }
    return equity;
  }

  private static MetricValue omega(double[] values) {
    return GainsAndLosses.of(micros(values), Long::longValue).omega();
  }

  private static List<Long> micros(double[] values) {
    return Arrays.stream(values).mapToObj(value -> Math.round(value * 1e12)).toList();
  }
}
