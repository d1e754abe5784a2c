package io.cascadian.metrics;

import java.time.DayOfWeek;
import java.util.List;
import java.util.function.Predicate;

/** Computes how long bets are held, what they earn by time and capital, and when they are entered. */
final class HoldingMetrics {

  private static final double SECONDS_PER_DAY = 86_400;
  private static final int LEAST_OF_EACH = 5;
  private static final double EARLY = 0.25;
  private static final double LATE = 0.75;

  private HoldingMetrics() {}

  static void compute(Slice slice, MetricRow row) {
    Sample<Bet> bets = slice.settled();
    row.put(Metric.AVG_HOLDING_PERIOD_HOURS, bets, all -> MetricValue.of(Moments.of(Sample.doubles(all, Bet::hoursHeld)).mean()));
    row.put(Metric.MEDIAN_HOLDING_PERIOD_HOURS, bets, all -> MetricValue.of(Quantiles.median(Sample.doubles(all, Bet::hoursHeld))));
    row.put(Metric.EV_PER_HOUR_CAPITAL, () -> ofStaked(bets));
    row.put(Metric.EV_HR_BY_CATEGORY_JSON, () -> ByCategory.of(bets, HoldingMetrics::ofStaked));
    row.put(Metric.WEEKDAY_VS_WEEKEND_ROI, bets.where(Bet::hasStake), all -> difference(all, bet -> !isWeekend(bet), HoldingMetrics::isWeekend));
    row.put(Metric.AVG_TIME_TO_RESOLUTION_DAYS, bets,
        all -> MetricValue.of(Moments.of(Sample.doubles(all, bet -> Math.max(0, bet.settled() - bet.opened()) / SECONDS_PER_DAY)).mean()));
    row.put(Metric.EARLY_VS_LATE_ROI, bets.where(Bet::hasStake).where(HoldingMetrics::hasLife, NullReason.NO_INPUT),
        all -> difference(all, bet -> partOfLife(bet) < EARLY, bet -> partOfLife(bet) >= LATE));
  }

  private static MetricValue ofStaked(Sample<Bet> bets) {
    return bets.where(Bet::hasStake).measure(Metric.EV_PER_HOUR_CAPITAL, HoldingMetrics::byCapitalAndTime);
  }

  /** Returns P&L by the sum of stake times hours; NULL where nothing was held for a second. */
  static MetricValue byCapitalAndTime(List<Bet> staked) {
    double capital = 0;
    for (Bet bet : staked) {
      capital += bet.stake() * bet.hoursHeld();
    }
    return MetricValue.quotient(Exact.sum(staked, Bet::net), capital, NullReason.TOO_FEW);
  }

  private static boolean isWeekend(Bet bet) {
    return Slice.day(bet.opened()).getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
  }

  private static boolean hasLife(Bet bet) {
    return bet.marketOpened() != null && bet.marketOpened() < bet.settled();
  }

  /** Returns which part of the market's time had passed at the first fill. */
  private static double partOfLife(Bet bet) {
    return (double) (bet.opened() - bet.marketOpened()) / (bet.settled() - bet.marketOpened());
  }

  /** Returns the difference of P&L by stake of two kinds of bets in percentage points. */
  private static MetricValue difference(List<Bet> staked, Predicate<Bet> one, Predicate<Bet> other) {
    List<Bet> first = staked.stream().filter(one).toList();
    List<Bet> second = staked.stream().filter(other).toList();
    if (first.size() < LEAST_OF_EACH || second.size() < LEAST_OF_EACH) {
      return MetricValue.missing(NullReason.TOO_FEW);
    }
    return MetricValue.of(100 * (roi(first) - roi(second)));
  }

  private static double roi(List<Bet> bets) {
    return (double) Exact.sum(bets, Bet::net) / Exact.sum(bets, Bet::stake);
  }
}
