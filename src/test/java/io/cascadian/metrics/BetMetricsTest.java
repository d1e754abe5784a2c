package io.cascadian.metrics;

import static io.cascadian.metrics.BetBuilder.AS_OF;
import static io.cascadian.metrics.BetBuilder.bet;
import static io.cascadian.metrics.BetBuilder.bets;
import static io.cascadian.metrics.Digits.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Computes metrics of bets that can be checked by hand. */
class BetMetricsTest {

  @Test
  void bets_giveProfitRatios() {
    // 12 bets: 8 win 30, 3 lose 10, 1 earns nothing; 1 of fees each
    List<Bet> bets = bets(12, i -> bet(i).daysAgo(20 - i).gross(i < 8 ? 31 : i < 11 ? -9 : 1).fees(1));
    MetricRow row = lifetime(bets, List.of());
    assertThat(row.get(Metric.NET_PNL_USD)).isEqualTo(new MetricValue.Amount(new BigDecimal("210.000000")));
    assertPrinted(row.get(Metric.OMEGA_NET), "8");
    assertPrinted(row.get(Metric.OMEGA_GROSS), "9.2222");
    assertThat(row.get(Metric.GAIN_TO_PAIN)).isEqualTo(row.get(Metric.OMEGA_GROSS));
    assertThat(row.get(Metric.PROFIT_FACTOR)).isEqualTo(row.get(Metric.OMEGA_NET));
    assertPrinted(row.get(Metric.HIT_RATE), ".6667");
    assertPrinted(row.get(Metric.AVG_WIN_USD), "30");
    assertPrinted(row.get(Metric.AVG_LOSS_USD), "-10");
    assertPrinted(row.get(Metric.EV_PER_BET_MEAN), "17.5");
    assertPrinted(row.get(Metric.EV_PER_BET_MEDIAN), "30");
    assertPrinted(row.get(Metric.RESOLVED_BETS), "12");
    assertPrinted(row.get(Metric.GROSS_TO_NET_RATIO), "1.0571");
    assertPrinted(row.get(Metric.FEE_PER_BET), "1");
    assertPrinted(row.get(Metric.FEE_BURDEN_PCT), "4.8193");
    assertPrinted(row.get(Metric.LONGEST_WIN_STREAK), "8");
    assertPrinted(row.get(Metric.LONGEST_LOSS_STREAK), "3");
    assertPrinted(row.get(Metric.CURRENT_STREAK_LENGTH), "0");
  }

  @Test
  void expectedValue_isThatOfWorkedExample() {
    List<Bet> bets = bets(8, i -> bet(i).gross(i == 0 ? 1_995 : i == 1 ? 100 : 0));
    assertPrinted(lifetime(bets, List.of()).get(Metric.EV_PER_BET_MEAN), "261.88");
  }

  @Test
  void tailRatio_comparesTenths() {
    // best two: 50 and 40; worst two: -30 and 1, of which one is a loss
    double[] results = {50, 40, -30, 1};
    List<Bet> bets = bets(20, i -> bet(i).gross(i < 4 ? results[i] : 10));
    assertPrinted(lifetime(bets, List.of()).get(Metric.TAIL_RATIO), "1.5");
  }

  @Test
  void forecasts_haveTheirScores() {
    double[] prices = {.25, .25, .55, .75, .75};
    double[] payouts = {0, 0, 1, 1, 1};
    List<Bet> bets = bets(20, i -> bet(i).entry(prices[i % 5], payouts[i % 5]).tags("us", i % 2 == 0 ? "even" : "odd"));
    MetricRow row = lifetime(bets, List.of());
    assertPrinted(row.get(Metric.BRIER_SCORE), ".0905");
    assertPrinted(row.get(Metric.LOG_SCORE), ".3497130581");
    assertPrinted(row.get(Metric.CALIBRATION_ERROR), ".29");
    // 0.52 / 0.252, and 0.6 less 0.51 times that
    assertPrinted(row.get(Metric.CALIBRATION_SLOPE), "2.0635");
    assertPrinted(row.get(Metric.CALIBRATION_INTERCEPT), "-.4524");
    assertThat(row.get(Metric.CALIBRATION_BY_CATEGORY_JSON)).isEqualTo(new MetricValue.Entries(Map.of("Politics", row.get(Metric.CALIBRATION_ERROR))));
    assertThat(((MetricValue.Entries) row.get(Metric.EVENT_ARCHETYPE_EDGE_JSON)).values().keySet()).containsExactly("us", "even", "odd");
  }

  @Test
  void edgeByTag_hasThe20TagsWithTheMostBets() {
    // of 25 tags five have 10 bets, five 11 and so on; those with 10 are left out
    List<Bet> bets = bets(14, i -> bet(i).entry(.25, 1).tags(IntStream.range(0, 25).filter(t -> i < 10 + t / 5).mapToObj(t -> "t" + (10 + t)).toArray(String[]::new)));
    MetricValue.Entries edges = (MetricValue.Entries) lifetime(bets, List.of()).get(Metric.EVENT_ARCHETYPE_EDGE_JSON);
    assertThat(edges.values()).hasSize(20).doesNotContainKeys("t10", "t11", "t12", "t13", "t14").containsEntry("t15", MetricValue.of(.75));
    assertThat(edges.values().keySet()).startsWith("t30", "t31").endsWith("t18", "t19");
  }

  @Test
  void stakes_areSplitByCategoryAndEvent() {
    List<Bet> bets = List.of(bet(1).stake(30).category("Sports").group("g").build(), bet(2).stake(30).category("Sports").group("g").build(),
        bet(3).stake(20).category("Crypto").build(), bet(4).stake(20).category("Crypto").build());
    MetricRow row = lifetime(bets, List.of());
    assertThat(row.get(Metric.CATEGORY_MIX_JSON)).isEqualTo(new MetricValue.Entries(Map.of("Crypto", MetricValue.of(.4), "Sports", MetricValue.of(.6))));
    assertThat(((MetricValue.Entries) row.get(Metric.CATEGORY_MIX_JSON)).values().keySet()).containsExactly("Crypto", "Sports");
    assertPrinted(row.get(Metric.CATEGORY_HHI), ".52");
    assertPrinted(row.get(Metric.CONCENTRATION_HHI), ".44");
    // 10 / √3 by 25
    assertPrinted(row.get(Metric.STAKE_SIZING_VOLATILITY), ".2309");
  }

  @Test
  void closingPrices_giveClosingValueAndParts() {
    List<Bet> bets = List.of(bet(1).stake(30).entry(.4, 1).close(.6).gross(15).fees(.5).build(), bet(2).stake(10).entry(.5, 0).close(.4).gross(-12.5).build(),
        bet(3).gross(3).build());
    MetricRow row = lifetime(bets, List.of());
    assertPrinted(row.get(Metric.CLV_MEAN), ".125");
    assertPrinted(row.get(Metric.CLV_MEDIAN), ".05");
    assertPrinted(row.get(Metric.CLV_POSITIVE_PCT), "50");
    // 25 shares each: 5 and -2.5
    Map<String, MetricValue> parts = ((MetricValue.Entries) row.get(Metric.EDGE_SOURCE_DECOMP_JSON)).values();
    assertThat(parts.keySet()).containsExactly("timing", "resolution", "unpriced", "fees", "slippage");
    assertThat(parts).containsEntry("timing", MetricValue.micros(2_500_000)).containsEntry("resolution", MetricValue.micros(0))
        .containsEntry("unpriced", MetricValue.micros(3_000_000)).containsEntry("fees", MetricValue.micros(-500_000))
        .containsEntry("slippage", MetricValue.missing(NullReason.NO_INPUT));
    assertPrinted(row.get(Metric.ALPHA_SOURCE_TIMING_PCT), "100");
  }

  @Test
  void copies_earnLess() {
    List<Bet> bets = bets(10, i -> bet(i).gross(i < 5 ? 20 : -10).close(.5).copied(Lag.SECONDS_30, i < 5 ? 18 : -10, .42).copied(Lag.MINUTES_2, i < 5 ? 15 : -10, .45)
        .copied(Lag.MINUTES_5, i < 5 ? 5 : -10, .55));
    MetricRow row = lifetime(bets, List.of());
    assertPrinted(row.get(Metric.OMEGA_LAG_30S), "1.8");
    assertPrinted(row.get(Metric.OMEGA_LAG_2MIN), "1.5");
    assertPrinted(row.get(Metric.OMEGA_LAG_5MIN), ".5");
    assertPrinted(row.get(Metric.LATENCY_PENALTY_INDEX), ".75");
    assertPrinted(row.get(Metric.CLV_LAG_30S), ".08");
    assertPrinted(row.get(Metric.CLV_LAG_2MIN), ".05");
    assertPrinted(row.get(Metric.CLV_LAG_5MIN), "-.05");
    assertThat(row.get(Metric.OMEGA_LAG_BY_CATEGORY_JSON)).isEqualTo(new MetricValue.Entries(Map.of("Politics",
        new MetricValue.Entries(Map.of("30s", MetricValue.of(1.8), "2min", MetricValue.of(1.5), "5min", MetricValue.of(.5))))));
  }

  @Test
  void holdings_giveTimes() {
    List<Bet> bets = List.of(bet(1).hours(1).gross(6).build(), bet(2).hours(2).closedHoursBeforeSettlement(22).gross(6).build(), bet(3).hours(9).gross(0).build());
    MetricRow row = lifetime(bets, List.of());
    assertPrinted(row.get(Metric.AVG_HOLDING_PERIOD_HOURS), "4");
    assertPrinted(row.get(Metric.MEDIAN_HOLDING_PERIOD_HOURS), "2");
    // 12 by 10 USDC for 12 hours
    assertPrinted(row.get(Metric.EV_PER_HOUR_CAPITAL), ".1");
    // 1, 24 and 9 hours
    assertPrinted(row.get(Metric.AVG_TIME_TO_RESOLUTION_DAYS), ".4722");
  }

  @Test
  void entries_areComparedByWeekdayAndLife() {
    // 2026-06-26 is a Friday; five bets are opened on it at noon and win half, five on Saturday and lose a tenth
    long friday = BetBuilder.seconds(LocalDate.of(2026, 6, 26));
    List<Bet> bets = bets(10, i -> bet(i).hours(i < 5 ? 72 : 48).settled(friday + 3 * 86_400L).gross(i < 5 ? 5 : -1).marketOpened(i < 5 ? friday - 1 : friday - 9 * 86_400L));
    MetricRow row = lifetime(bets, List.of());
    assertPrinted(row.get(Metric.WEEKDAY_VS_WEEKEND_ROI), "60");
    // the first five at the beginning of the market's life, the others when 10 of 12 days had passed
    assertPrinted(row.get(Metric.EARLY_VS_LATE_ROI), "60");
  }

  @Test
  void trends_haveSlopesOfTheirDays() {
    // each of the last 30 days one bet earns 1, 2, 3 … hundredths by 10 USDC held for a day, at closing values that rise by a thousandth a day
    List<Bet> bets = bets(30, i -> bet(i).daysAgo(29 - i).gross(.24 * i).close(.4 + .001 * i));
    MetricRow row = lifetime(bets, List.of());
    assertPrinted(row.get(Metric.CLV_MOMENTUM_30D), ".001");
    assertPrinted(row.get(Metric.EV_HR_MOMENTUM_30D), ".001");
    // cumulative: 0.12 · d · (d + 1); the slope between i and j is 0.12 · (i + j + 1), whose median over pairs is that of i + j = 29
    assertPrinted(row.get(Metric.PNL_TREND_30D), "3.6");
    // i + j = 44 and 14
    assertPrinted(row.get(Metric.PNL_ACCELERATION), ".24");
  }

  @Test
  void omega_ofSlices_hasTheilSenSlope() {
    // five days each with bets of +10·k, +10·k, -10: omega 2, 4, 6, 8, 10, 12
    List<Bet> bets = bets(18, i -> bet(i).daysAgo(29 - i / 3 * 5).gross(i % 3 == 2 ? -10 : 10 * (i / 3 + 1)));
    MetricRow row = lifetime(bets, List.of());
    assertPrinted(row.get(Metric.OMEGA_MOMENTUM_30D), "2");
    assertThat(WalletMetrics.compute(facts(bets, List.of()), AS_OF, Window.DAYS_180).get(Metric.OMEGA_MOMENTUM_30D)).isEqualTo(row.get(Metric.OMEGA_MOMENTUM_30D));
  }

  @Test
  void performance_isComparedByHalves() {
    List<Bet> bets = bets(12, i -> bet(i).daysAgo(i < 6 ? 60 : 10).gross(i % 2 == 0 ? -10 : i < 6 ? 10 : 13));
    assertThat(WalletMetrics.compute(facts(bets, List.of()), AS_OF, Window.DAYS_90).get(Metric.PERFORMANCE_TREND_FLAG)).isEqualTo(new MetricValue.Word("improving"));
    List<Bet> worse = bets(12, i -> bet(i).daysAgo(i < 6 ? 60 : 10).gross(i % 2 == 0 ? -10 : i < 6 ? 10 : 7));
    assertThat(WalletMetrics.compute(facts(worse, List.of()), AS_OF, Window.DAYS_90).get(Metric.PERFORMANCE_TREND_FLAG)).isEqualTo(new MetricValue.Word("declining"));
    List<Bet> same = bets(12, i -> bet(i).daysAgo(i < 6 ? 60 : 10).gross(i % 2 == 0 ? -10 : i < 6 ? 10 : 12));
    assertThat(WalletMetrics.compute(facts(same, List.of()), AS_OF, Window.DAYS_90).get(Metric.PERFORMANCE_TREND_FLAG)).isEqualTo(new MetricValue.Word("stable"));
  }

  @Test
  void sizing_hasTrendOfMonths() {
    // stakes of 10 and 10, then 10 and 20, then 10 and 30 in three months: variation 0, √50 / 15, √200 / 20
    List<Bet> bets = bets(6, i -> bet(i).daysAgo(new int[] {61, 61, 31, 31, 1, 1}[i]).stake(i % 2 == 0 ? 10 : 10 + 10 * (i / 2)));
    assertPrinted(lifetime(bets, List.of()).get(Metric.SIZING_DISCIPLINE_TREND), ".35355");
  }

  @Test
  void streaks_haveScores() {
    // ten wins, then ten losses: 2 runs where 11 are expected, deviation √(200 · 180 / (400 · 19))
    List<Bet> bets = bets(20, i -> bet(i).daysAgo(20 - i).gross(i < 10 ? 1 : -1));
    MetricRow row = lifetime(bets, List.of());
    assertPrinted(row.get(Metric.STREAK_CONSISTENCY), ".1818");
    assertPrinted(row.get(Metric.HOT_HAND_Z_SCORE), "4.1352");
  }

  @Test
  void moments_areOfResultsByStake() {
    List<Bet> bets = bets(10, i -> bet(i).stake(2).gross(2.0 * i * i));
    assertPrinted(lifetime(bets, List.of()).get(Metric.SKEWNESS), ".7988");
    List<Bet> even = bets(10, i -> bet(i).stake(2).gross(2.0 * i));
    assertPrinted(lifetime(even, List.of()).get(Metric.KURTOSIS), "-1.2");
  }

  private static MetricRow lifetime(List<Bet> bets, List<WalletDay> days) {
    return WalletMetrics.compute(facts(bets, days), AS_OF, Window.LIFETIME);
  }

  private static Facts facts(List<Bet> bets, List<WalletDay> days) {
    return new Facts("0xwallet", bets, days);
  }
}
