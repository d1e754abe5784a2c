package io.cascadian.metrics;

import java.util.Arrays;
import java.util.List;

/** Computes what bets earned: gains against losses, means, tails and moments. */
final class ProfitMetrics {

  private static final int TENTH = 10;

  private ProfitMetrics() {}

  static void compute(Slice slice, MetricRow row) {
    Sample<Bet> bets = slice.settled();
    row.put(Metric.OMEGA_GROSS, bets, all -> GainsAndLosses.of(all, Bet::gross).omega());
    row.put(Metric.OMEGA_NET, bets, all -> net(all).omega());
    row.put(Metric.GAIN_TO_PAIN, () -> row.get(Metric.OMEGA_GROSS));
    row.put(Metric.PROFIT_FACTOR, () -> row.get(Metric.OMEGA_NET));
    row.put(Metric.NET_PNL_USD, bets, all -> MetricValue.micros(Exact.sum(all, Bet::net)));
    row.put(Metric.NET_PNL_PCT, bets, all -> slice.byBankroll(100.0 * Exact.sum(all, Bet::net)));
    row.put(Metric.HIT_RATE, bets, all -> MetricValue.of((double) net(all).wins() / all.size()));
    row.put(Metric.AVG_WIN_USD, bets, all -> net(all).meanGain());
    row.put(Metric.AVG_LOSS_USD, bets, all -> net(all).meanLoss());
    row.put(Metric.EV_PER_BET_MEAN, bets, all -> MetricValue.of(Exact.usd(Exact.sum(all, Bet::net)) / all.size()));
    row.put(Metric.EV_PER_BET_MEDIAN, bets, all -> MetricValue.of(Quantiles.median(Sample.doubles(all, bet -> Exact.usd(bet.net())))));
    row.put(Metric.RESOLVED_BETS, () -> MetricValue.of(bets.items().size()));
    row.put(Metric.MAX_SINGLE_TRADE_LOSS_PCT, bets, all -> largestLoss(slice, all));
    row.put(Metric.TAIL_RATIO, bets, ProfitMetrics::tailRatio);
    Sample<Bet> staked = bets.where(Bet::hasStake);
    row.put(Metric.SKEWNESS, staked, all -> moment(all, true));
    row.put(Metric.KURTOSIS, staked, all -> moment(all, false));
    row.put(Metric.GROSS_TO_NET_RATIO, bets, ProfitMetrics::grossToNet);
  }

  static GainsAndLosses net(List<Bet> bets) {
    return GainsAndLosses.of(bets, Bet::net);
  }

  private static MetricValue largestLoss(Slice slice, List<Bet> bets) {
    long lowest = bets.stream().mapToLong(Bet::net).min().orElseThrow();
    return lowest >= 0 ? MetricValue.missing(NullReason.NO_LOSSES) : slice.byBankroll(-100.0 * lowest);
  }

  /** Compares the wins among the best tenth with the losses among the worst one, at least one bet each. */
  private static MetricValue tailRatio(List<Bet> bets) {
    long[] results = bets.stream().mapToLong(Bet::net).sorted().toArray();
    int size = Math.max(1, results.length / TENTH);
    GainsAndLosses best = GainsAndLosses.of(boxed(Arrays.copyOfRange(results, results.length - size, results.length)), Long::longValue);
    GainsAndLosses worst = GainsAndLosses.of(boxed(Arrays.copyOf(results, size)), Long::longValue);
    if (!worst.hasLosses()) {
      return MetricValue.missing(NullReason.NO_LOSSES);
    }
    return best.wins() == 0 ? MetricValue.missing(NullReason.TOO_FEW)
        : MetricValue.of((double) best.gains() / best.wins() / ((double) worst.losses() / worst.losers()));
  }

  private static List<Long> boxed(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static MetricValue moment(List<Bet> bets, boolean isThird) {
    Moments moments = Moments.of(Sample.doubles(bets, Bet::roi));
    if (moments.isConstant()) {
      return MetricValue.missing(NullReason.ZERO_VARIANCE);
    }
    return MetricValue.of(isThird ? moments.skewness() : moments.excessKurtosis());
  }

  private static MetricValue grossToNet(List<Bet> bets) {
    long gross = Exact.sum(bets, Bet::gross);
    long net = Exact.sum(bets, Bet::net);
    boolean isUndefined = net == 0 || Long.signum(gross) != Long.signum(net);
    return isUndefined ? MetricValue.missing(NullReason.SIGN) : MetricValue.of((double) gross / net);
  }
}
