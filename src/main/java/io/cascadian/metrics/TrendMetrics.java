package io.cascadian.metrics;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Computes whether a wallet becomes better or worse. Most trends have their own horizon and are the same in all windows. */
final class TrendMetrics {

  private static final int SLICES = 6;
  private static final int LEAST_BETS_OF_SLICE = 3;
  private static final int MONTH = 30;
  private static final int QUARTER = 90;
  private static final int TWO_MONTHS = 60;
  private static final int HALF_MONTH = 15;
  private static final int LEAST_STAKES = 2;
  private static final double IMPROVING = 1.2;
  private static final double DECLINING = 0.8;

  private TrendMetrics() {}

  static void compute(Slice slice, MetricRow row) {
    Sample<Bet> month = slice.settledWithin(MONTH);
    row.put(Metric.OMEGA_MOMENTUM_30D, () -> omegaMomentum(slice, Metric.OMEGA_MOMENTUM_30D, MONTH));
    row.put(Metric.OMEGA_MOMENTUM_90D, () -> omegaMomentum(slice, Metric.OMEGA_MOMENTUM_90D, QUARTER));
    row.put(Metric.PNL_TREND_30D, month, bets -> MetricValue.of(slope(cumulative(slice, bets))));
    row.put(Metric.PNL_ACCELERATION, month, bets -> {
      double[] cumulative = cumulative(slice, bets);
      return MetricValue.of((slope(Arrays.copyOfRange(cumulative, HALF_MONTH, MONTH)) - slope(Arrays.copyOf(cumulative, HALF_MONTH))) / HALF_MONTH);
    });
    row.put(Metric.CLV_MOMENTUM_30D, () -> daily(slice, Metric.CLV_MOMENTUM_30D, PriceMetrics.priced(month), bets -> PriceMetrics.byStake(bets, Bet::closingValue)));
    row.put(Metric.EV_HR_MOMENTUM_30D, () -> daily(slice, Metric.EV_HR_MOMENTUM_30D, month.where(Bet::hasStake), HoldingMetrics::byCapitalAndTime));
    row.put(Metric.DRAWDOWN_TREND_60D, () -> slice.equity().last(TWO_MONTHS).measure(Metric.DRAWDOWN_TREND_60D, equity -> MetricValue.of(slope(Drawdowns.of(equity).depths()))));
    row.put(Metric.PERFORMANCE_TREND_FLAG, slice.settled(), bets -> trend(slice, bets));
    row.put(Metric.SIZING_DISCIPLINE_TREND, () -> sizing(slice.settled().where(Bet::hasStake)));
  }

  private static double slope(double[] values) {
    double[] x = new double[values.length];
    Arrays.setAll(x, i -> i);
    return TheilSen.slope(x, values);
  }

  private static double slope(SortedMap<? extends Number, Double> points) {
    return TheilSen.slope(Sample.doubles(new ArrayList<>(points.keySet()), Number::doubleValue), Sample.doubles(new ArrayList<>(points.values()), y -> y));
  }

  private static MetricValue omegaMomentum(Slice slice, Metric metric, int days) {
    Sample<Bet> bets = slice.settledWithin(days);
    Map<Integer, List<Bet>> slices = new TreeMap<>();
    for (Bet bet : bets.items()) {
      slices.computeIfAbsent((days - 1 - slice.age(bet)) / (days / SLICES), none -> new ArrayList<>()).add(bet);
    }
    slices.values().removeIf(own -> own.size() < LEAST_BETS_OF_SLICE);
    SortedMap<Integer, Double> omegas = new TreeMap<>();
    slices.forEach((number, own) -> {
      if (ProfitMetrics.net(own).omega() instanceof MetricValue.Ratio omega) {
        omegas.put(number, omega.value());
      }
    });
    int minimum = metric.needs().minimum();
    if (omegas.size() >= minimum) {
      return MetricValue.of(slope(omegas));
    }
    return MetricValue.missing(slices.size() >= minimum ? NullReason.NO_LOSSES : scattered(bets, minimum * LEAST_BETS_OF_SLICE));
  }

  /** Returns why bets are too few for their spread over time, though there may be enough of them. */
  private static NullReason scattered(Sample<Bet> bets, int minimum) {
    return bets.items().size() < minimum ? bets.shortage(minimum) : NullReason.TOO_FEW;
  }

  /** Returns the P&L in USDC since the beginning of the last 30 days, at the end of each. */
  private static double[] cumulative(Slice slice, List<Bet> bets) {
    long[] daily = new long[MONTH];
    for (Bet bet : bets) {
      int day = MONTH - 1 - slice.age(bet);
      daily[day] = Exact.plus(daily[day], bet.net());
    }
    double[] cumulative = new double[MONTH];
    long sum = 0;
    for (int day = 0; day < MONTH; day++) {
      sum = Exact.plus(sum, daily[day]);
      cumulative[day] = Exact.usd(sum);
    }
    return cumulative;
  }

  /** Returns the trend of a value by the day of settlement. */
  private static MetricValue daily(Slice slice, Metric metric, Sample<Bet> bets, Function<List<Bet>, MetricValue> formula) {
    SortedMap<Integer, List<Bet>> days = new TreeMap<>();
    bets.items().forEach(bet -> days.computeIfAbsent(-slice.age(bet), none -> new ArrayList<>()).add(bet));
    SortedMap<Integer, Double> values = new TreeMap<>();
    days.forEach((day, own) -> {
      if (formula.apply(own) instanceof MetricValue.Ratio value) {
        values.put(day, value.value());
      }
    });
    int minimum = metric.needs().minimum();
    return values.size() >= minimum ? MetricValue.of(slope(values)) : MetricValue.missing(scattered(bets, minimum));
  }

  private static MetricValue trend(Slice slice, List<Bet> bets) {
    if (slice.window() == Window.DAYS_30) {
      return MetricValue.missing(NullReason.TOO_FEW);
    }
    int recent = slice.window().isLifetime() ? QUARTER : slice.window().days() / 2;
    List<Bet> before = bets.stream().filter(bet -> slice.age(bet) >= recent).toList();
    List<Bet> after = bets.stream().filter(bet -> slice.age(bet) < recent).toList();
    if (before.isEmpty() || after.isEmpty()) {
      return MetricValue.missing(NullReason.TOO_FEW);
    }
    MetricValue earlier = ProfitMetrics.net(before).omega();
    MetricValue later = ProfitMetrics.net(after).omega();
    if (!(earlier instanceof MetricValue.Ratio first) || !(later instanceof MetricValue.Ratio second)) {
      return MetricValue.missing(NullReason.NO_LOSSES);
    }
    if (second.value() > IMPROVING * first.value()) {
      return new MetricValue.Word("improving");
    }
    return new MetricValue.Word(second.value() < DECLINING * first.value() ? "declining" : "stable");
  }

  private static MetricValue sizing(Sample<Bet> staked) {
    Map<YearMonth, List<Bet>> months = new TreeMap<>();
    staked.items().forEach(bet -> months.computeIfAbsent(YearMonth.from(Slice.day(bet.settled())), none -> new ArrayList<>()).add(bet));
    SortedMap<Long, Double> variations = new TreeMap<>();
    months.forEach((month, own) -> {
      if (own.size() >= LEAST_STAKES) {
        variations.put(12L * month.getYear() + month.getMonthValue(), SizeMetrics.variation(own));
      }
    });
    int minimum = Metric.SIZING_DISCIPLINE_TREND.needs().minimum();
    return variations.size() >= minimum ? MetricValue.of(slope(variations)) : MetricValue.missing(scattered(staked, LEAST_STAKES * minimum));
  }
}
