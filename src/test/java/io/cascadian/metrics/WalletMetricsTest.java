package io.cascadian.metrics;

import static io.cascadian.metrics.BetBuilder.AS_OF;
import static io.cascadian.metrics.BetBuilder.bet;
import static io.cascadian.metrics.BetBuilder.bets;
import static io.cascadian.metrics.Digits.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Computes metrics of days, windows and equity that can be checked by hand. */
class WalletMetricsTest {

  private static final double[] POMATA = {.03, -.01, .02, -.015, .01, .005, -.02};

  @Test
  void bankroll_isLeastSelfFinancingCapital() {
    // pays 40, receives 60, pays 90: 70 more than it ever had
    List<WalletDay> days = List.of(day(3, -40), day(2, 60), day(1, -90), day(0, 200));
    MetricRow row = lifetime(List.of(bet(1).gross(35).stake(14).build(), bet(2).gross(-7).build()), days);
    assertPrinted(row.get(Metric.NET_PNL_PCT), "40");
    assertPrinted(row.get(Metric.MAX_SINGLE_TRADE_LOSS_PCT), "10");
    // 4 days with 40 USDC
    assertPrinted(row.get(Metric.CAPITAL_TURNOVER), "2.2857");
    assertPrinted(row.get(Metric.ORDERBOOK_PARTICIPATION_PCT), "75");
    assertPrinted(row.get(Metric.MAKER_TAKER_RATIO), "3");
    assertPrinted(row.get(Metric.TRACK_RECORD_DAYS), "3");
    // 28 USDC by holdings of 5
    assertPrinted(row.get(Metric.RETURN_ON_CAPITAL), "5.6");
  }

  @Test
  void wallet_thatNeverPaysMuch_hasBankrollOf1() {
    assertPrinted(lifetime(List.of(bet(1).gross(.5).build()), List.of(day(0, -.25))).get(Metric.NET_PNL_PCT), "50");
  }

  @Test
  void bankroll_withinDay_countsLowestCash() {
    WalletDay day = new WalletDay(AS_OF, null, null, 0, -20 * BetBuilder.USD, 0, 0, 0L, null, 0);
    assertPrinted(lifetime(List.of(bet(1).gross(5).build()), List.of(day)).get(Metric.NET_PNL_PCT), "25");
  }

  @Test
  void equity_givesRatiosOfItsReturns() {
    // 31 days: one of 0, then the vector four times and two days of it
    double[] returns = IntStream.range(0, 31).mapToDouble(i -> i == 0 ? 0 : POMATA[(i - 1) % POMATA.length]).toArray();
    MetricRow row = lifetime(List.of(), DayBuilder.marked(worth(100, returns)));
    Returns expected = new Returns(returns, 365);
    double[] equity = ReturnsTest.equity(returns);
    assertThat(Digits.number(row.get(Metric.SHARPE))).isCloseTo(Digits.number(expected.sharpe()), within(1e-5));
    assertThat(Digits.number(row.get(Metric.SORTINO))).isCloseTo(Digits.number(expected.sortino()), within(1e-5));
    assertThat(Digits.number(row.get(Metric.CAGR))).isCloseTo(Returns.annualGrowth(1, equity[31], 31, 365), within(1e-5));
    assertThat(Digits.number(row.get(Metric.MAX_DRAWDOWN))).isCloseTo(Drawdowns.of(equity).deepest(), within(1e-7));
    assertThat(Digits.number(row.get(Metric.CALMAR))).isEqualTo(Digits.number(row.get(Metric.CAGR)) / Digits.number(row.get(Metric.MAX_DRAWDOWN)));
    assertThat(Digits.number(row.get(Metric.MARTIN))).isEqualTo(Digits.number(row.get(Metric.CAGR)) / Digits.number(row.get(Metric.ULCER_INDEX)));
    assertThat(row.get(Metric.VAR_95)).isEqualTo(MetricValue.missing(NullReason.TOO_FEW));
  }

  @Test
  void calendarDaysWithoutRow_countAsDays() {
    List<WalletDay> days = List.of(DayBuilder.day(AS_OF.minusDays(9), -100, 100.0), DayBuilder.day(AS_OF.minusDays(5), 0, 80.0), DayBuilder.day(AS_OF.minusDays(1), 0, 100.0));
    MetricRow row = lifetime(List.of(), days);
    // below the peak from 5 to 2 days before the end, of 10 days
    assertPrinted(row.get(Metric.TIME_IN_DRAWDOWN_PCT), "40");
    assertPrinted(row.get(Metric.MAX_DRAWDOWN), ".2");
    assertPrinted(row.get(Metric.DRAWDOWN_RECOVERY_DAYS), "4");
  }

  @Test
  void window_beginsWithEquityBeforeIt() {
    // falls by half before the window of 30 days and rises within it
    List<WalletDay> days = List.of(DayBuilder.day(AS_OF.minusDays(60), -100, 100.0), DayBuilder.day(AS_OF.minusDays(40), 0, 50.0), DayBuilder.day(AS_OF.minusDays(10), 0, 60.0));
    assertPrinted(WalletMetrics.compute(facts(List.of(), days), AS_OF, Window.DAYS_30).get(Metric.MAX_DRAWDOWN), "0");
    assertPrinted(WalletMetrics.compute(facts(List.of(), days), AS_OF, Window.LIFETIME).get(Metric.MAX_DRAWDOWN), ".5");
  }

  @Test
  void window_of30Days_has30Returns() {
    List<WalletDay> days = DayBuilder.swinging(60);
    double before = days.get(29).marked();
    MetricRow row = WalletMetrics.compute(facts(List.of(), days), AS_OF, Window.DAYS_30);
    assertThat(Digits.number(row.get(Metric.CAGR))).isEqualTo(StrictMath.pow(days.get(59).marked() / before, 365.0 / 30) - 1);
    assertThat(row.get(Metric.SHARPE).isMissing()).isFalse();
  }

  @Test
  void walletThatLostEverything_hasReturnsOfZeroAfterwards() {
    double[] worth = new double[60];
    Arrays.fill(worth, 0, 2, 100);
    MetricRow row = lifetime(List.of(), DayBuilder.marked(worth));
    assertPrinted(row.get(Metric.CAGR), "-1");
    assertPrinted(row.get(Metric.MAX_DRAWDOWN), "1");
    assertPrinted(row.get(Metric.VAR_95), "0");
    assertThat(row.get(Metric.SHARPE)).isEqualTo(MetricValue.missing(NullReason.TOO_FEW));
  }

  @Test
  void windows_endWithTheirDay_andIncludeIt() {
    long endOfDay = AS_OF.plusDays(1).toEpochDay() * 86_400;
    List<Bet> bets = List.of(
        bet(1).settled(endOfDay - 1).build(), bet(2).settled(endOfDay).build(),
        bet(3).settled(endOfDay - 30 * 86_400L).build(), bet(4).settled(endOfDay - 30 * 86_400L - 1).build());
    Facts facts = facts(bets, List.of());
    assertPrinted(WalletMetrics.compute(facts, AS_OF, Window.DAYS_30).get(Metric.RESOLVED_BETS), "2");
    assertPrinted(WalletMetrics.compute(facts, AS_OF, Window.DAYS_90).get(Metric.RESOLVED_BETS), "3");
    assertPrinted(WalletMetrics.compute(facts, AS_OF, Window.LIFETIME).get(Metric.RESOLVED_BETS), "3");
  }

  @Test
  void oversoldBets_areInNoMetric() {
    MetricRow row = lifetime(List.of(bet(1).gross(5).build(), bet(2).gross(1_000).oversold().build()), List.of());
    assertPrinted(row.get(Metric.RESOLVED_BETS), "1");
    assertThat(row.get(Metric.NET_PNL_USD)).isEqualTo(new MetricValue.Amount(new BigDecimal("5.000000")));
  }

  @Test
  void stakes_arePercentOfEquityOfDayBefore() {
    List<WalletDay> days = List.of(DayBuilder.day(AS_OF.minusDays(9), -100, 100.0), DayBuilder.day(AS_OF.minusDays(5), 0, 50.0));
    // bets are opened a day before their settlement: the first on the day of the fall, with 100 the day before, the second with 50
    MetricRow row = lifetime(List.of(bet(1).daysAgo(4).gross(30).build(), bet(2).daysAgo(2).build()), days);
    assertPrinted(row.get(Metric.MIN_STAKE_PCT), "10");
    assertPrinted(row.get(Metric.MAX_STAKE_PCT), "20");
    assertPrinted(row.get(Metric.AVG_STAKE_PCT), "15");
    // wins half at odds of 3: f* is a third
    assertPrinted(row.get(Metric.KELLY_UTILIZATION_PCT), ".45");
  }

  @Test
  void activity_countsWeeksAndSides() {
    // opened on Tuesdays: 3 bets, none the week after, then 1
    List<Bet> bets = new ArrayList<>(bets(3, i -> bet(i).daysAgo(13).side(Side.NO)));
    bets.add(bet(9).stake(70).build());
    bets.add(bet(10).side(Side.OTHER).build());
    MetricRow row = lifetime(bets, List.of(DayBuilder.day(AS_OF.minusDays(14), 0, 0.0), DayBuilder.day(AS_OF, 0, 0.0)));
    assertPrinted(row.get(Metric.YES_NO_BIAS_PCT), "40");
    assertPrinted(row.get(Metric.BETS_PER_WEEK), "2.5");
    // 3, 0 and 2 bets
    assertPrinted(row.get(Metric.BET_FREQUENCY_VARIANCE), "2.3333");
  }

  @Test
  void ruin_followsFromAdvantageAndBankroll() {
    // 20 bets of 10 earn a fifth on average; a bankroll of 30 has three stakes
    List<Bet> bets = bets(20, i -> bet(i).gross(i < 12 ? 10 : -10));
    assertPrinted(lifetime(bets, List.of(day(1, -30))).get(Metric.RISK_OF_RUIN_APPROX), ".2963");
  }

  private static WalletDay day(int daysAgo, double cash) {
    return DayBuilder.day(AS_OF.minusDays(daysAgo), cash, 0.0);
  }

  private static double[] worth(double start, double[] returns) {
    double[] worth = new double[returns.length];
    double now = start;
    for (int i = 0; i < returns.length; i++) {
      now *= 1 + returns[i];
      worth[i] = now;
    }
    return worth;
  }

  private static MetricRow lifetime(List<Bet> bets, List<WalletDay> days) {
    return WalletMetrics.compute(facts(bets, days), AS_OF, Window.LIFETIME);
  }

  private static Facts facts(List<Bet> bets, List<WalletDay> days) {
    return new Facts("0xwallet", bets, days);
  }
}
