package io.cascadian.metrics;

import java.util.List;

/** Computes what a wallet did within the window by the time of its fills: how often, as maker or taker, for what fees, on which side. */
final class ActivityMetrics {

  private static final long SECONDS_PER_DAY = 86_400;
  private static final int DAYS_PER_WEEK = 7;
  /** Days from the Monday before the epoch to the epoch, a Thursday. */
  private static final long MONDAY_TO_EPOCH = 3;

  private ActivityMetrics() {}

  static void compute(Slice slice, MetricRow row) {
    Sample<WalletDay> days = slice.fillDays();
    row.put(Metric.TRACK_RECORD_DAYS, days, all -> MetricValue.of(trackRecord(all)));
    row.put(Metric.ORDERBOOK_PARTICIPATION_PCT, days,
        all -> MetricValue.quotient(100.0 * Exact.sum(all, WalletDay::makerVolume), volume(all), NullReason.TOO_FEW));
    row.put(Metric.MAKER_TAKER_RATIO, days,
        all -> MetricValue.quotient(Exact.sum(all, WalletDay::makerVolume), Exact.sum(all, WalletDay::takerVolume), NullReason.TOO_FEW));
    Sample<Bet> opened = slice.opened();
    row.put(Metric.BETS_PER_WEEK, opened, all -> row.get(Metric.TRACK_RECORD_DAYS) instanceof MetricValue.Ratio record
        ? MetricValue.of(all.size() / (record.value() / DAYS_PER_WEEK)) : row.get(Metric.TRACK_RECORD_DAYS));
    row.put(Metric.FEE_PER_BET, opened, all -> MetricValue.of(Exact.usd(Exact.sum(all, Bet::fees)) / all.size()));
    row.put(Metric.FEE_BURDEN_PCT, opened,
        all -> MetricValue.quotient(100.0 * Exact.sum(all, Bet::fees), GainsAndLosses.of(all, Bet::gross).gains(), NullReason.TOO_FEW));
    row.put(Metric.BET_FREQUENCY_VARIANCE, () -> frequencyVariance(opened));
    row.put(Metric.YES_NO_BIAS_PCT, opened.where(Bet::hasStake).where(bet -> bet.side() != Side.OTHER), ActivityMetrics::bias);
  }

  static long volume(List<WalletDay> days) {
    return Exact.plus(Exact.sum(days, WalletDay::makerVolume), Exact.sum(days, WalletDay::takerVolume));
  }

  private static long trackRecord(List<WalletDay> days) {
    return Math.max(1, (days.get(days.size() - 1).lastFill() - days.get(0).firstFill()) / SECONDS_PER_DAY);
  }

  private static MetricValue frequencyVariance(Sample<Bet> opened) {
    long[] weeks = opened.items().stream().mapToLong(ActivityMetrics::week).sorted().toArray();
    int span = weeks.length == 0 ? 0 : Math.toIntExact(weeks[weeks.length - 1] - weeks[0]) + 1;
    int minimum = Metric.BET_FREQUENCY_VARIANCE.needs().minimum();
    if (span < minimum) {
      return MetricValue.missing(weeks.length < minimum ? opened.shortage(minimum) : NullReason.TOO_FEW);
    }
    double[] counts = new double[span];
    for (long week : weeks) {
      counts[(int) (week - weeks[0])]++;
    }
    return MetricValue.of(Moments.of(counts).variance());
  }

  /** Returns the number of the ISO week, which begins on Monday, of the first fill. */
  private static long week(Bet bet) {
    return Math.floorDiv(Slice.day(bet.opened()).toEpochDay() + MONDAY_TO_EPOCH, DAYS_PER_WEEK);
  }

  private static MetricValue bias(List<Bet> labelled) {
    long yes = Exact.sum(labelled.stream().filter(bet -> bet.side() == Side.YES).toList(), Bet::stake);
    long no = Exact.sum(labelled.stream().filter(bet -> bet.side() == Side.NO).toList(), Bet::stake);
    return MetricValue.of(100.0 * Exact.minus(yes, no) / Exact.plus(yes, no));
  }
}
