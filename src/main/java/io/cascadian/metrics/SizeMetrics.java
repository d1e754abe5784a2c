package io.cascadian.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Computes how large stakes are, by bankroll and equity, and how they are spread. */
final class SizeMetrics {

  private SizeMetrics() {}

  static void compute(Slice slice, MetricRow row) {
    Sample<Bet> bets = slice.settled();
    Sample<Bet> staked = bets.where(Bet::hasStake);
    row.put(Metric.CATEGORY_MIX_JSON, staked, SizeMetrics::mix);
    row.put(Metric.CATEGORY_HHI, staked, all -> MetricValue.of(Shares.of(all, Bet::category).concentration()));
    row.put(Metric.CONCENTRATION_HHI, staked, all -> MetricValue.of(Shares.of(all, Bet::group).concentration()));
    row.put(Metric.STAKE_SIZING_VOLATILITY, staked, all -> MetricValue.of(variation(all)));
    row.put(Metric.AVG_STAKE_PCT, bets, all -> stakes(slice, all, SizeMetrics::mean));
    row.put(Metric.MAX_STAKE_PCT, bets, all -> stakes(slice, all, percents -> Quantiles.of(percents, 1)));
    row.put(Metric.MIN_STAKE_PCT, bets, all -> stakes(slice, all, percents -> Quantiles.of(percents, 0)));
    row.put(Metric.KELLY_UTILIZATION_PCT, bets, all -> kelly(row.get(Metric.AVG_STAKE_PCT), staked.items()));
    row.put(Metric.RISK_OF_RUIN_APPROX, staked, all -> ruin(slice, all));
    row.put(Metric.RETURN_ON_CAPITAL, bets, all -> onCapital(slice, all));
    row.put(Metric.CAPITAL_TURNOVER, slice.fillDays(), days -> slice.byBankroll(ActivityMetrics.volume(days)));
  }

  /** Returns the standard deviation of the stakes by their mean; needs two stakes. */
  static double variation(List<Bet> staked) {
    Moments moments = Moments.of(Sample.doubles(staked, Bet::stake));
    return moments.deviation() / moments.mean();
  }

  private static double mean(double[] values) {
    return Moments.of(values).mean();
  }

  private static MetricValue mix(List<Bet> staked) {
    Shares shares = Shares.of(staked, Bet::category);
    Map<String, MetricValue> mix = new LinkedHashMap<>();
    shares.stakes().keySet().forEach(category -> mix.put(category, MetricValue.of(shares.share(category))));
    return new MetricValue.Entries(mix);
  }

  /** Summarises the stakes in percent of the equity before each bet. */
  private static MetricValue stakes(Slice slice, List<Bet> bets, ToDoubleFunction<double[]> summary) {
    double[] percents = new double[bets.size()];
    for (int i = 0; i < percents.length; i++) {
      MetricValue before = slice.equity().before(Slice.day(bets.get(i).opened()));
      if (!(before instanceof MetricValue.Ratio equity)) {
        return before;
      }
      if (equity.value() <= 0) {
        return MetricValue.missing(NullReason.SIGN);
      }
      percents[i] = 100.0 * bets.get(i).stake() / equity.value();
    }
    return MetricValue.of(summary.applyAsDouble(percents));
  }

  private static MetricValue kelly(MetricValue averageStake, List<Bet> staked) {
    if (!(averageStake instanceof MetricValue.Ratio percent)) {
      return averageStake;
    }
    double gains = 0;
    double losses = 0;
    int wins = 0;
    int losers = 0;
    for (Bet bet : staked) {
      double roi = bet.roi();
      gains += Math.max(roi, 0);
      losses -= Math.min(roi, 0);
      wins += roi > 0 ? 1 : 0;
      losers += roi < 0 ? 1 : 0;
    }
    if (staked.isEmpty()) {
      return MetricValue.missing(NullReason.TOO_FEW);
    }
    if (losers == 0) {
      return MetricValue.missing(NullReason.NO_LOSSES);
    }
    double odds = wins == 0 ? 0 : gains / wins / (losses / losers);
    double fraction = Kelly.fraction((double) wins / staked.size(), odds);
    return fraction <= 0 ? MetricValue.missing(NullReason.SIGN) : MetricValue.of(percent.value() / (100 * fraction));
  }

  private static MetricValue ruin(Slice slice, List<Bet> staked) {
    double advantage = mean(Sample.doubles(staked, Bet::roi));
    double meanStake = (double) Exact.sum(staked, Bet::stake) / staked.size();
    // U is the bankroll by the mean stake: the reciprocal of what byBankroll gives
    MetricValue stakes = slice.byBankroll(meanStake);
    return stakes instanceof MetricValue.Ratio ratio ? MetricValue.of(Kelly.ruin(advantage, 1 / ratio.value())) : stakes;
  }

  private static MetricValue onCapital(Slice slice, List<Bet> bets) {
    Double cost = slice.equity().averageHoldingCost(slice.window().days());
    return cost == null ? MetricValue.missing(NullReason.NO_INPUT) : MetricValue.quotient(Exact.sum(bets, Bet::net), cost, NullReason.TOO_FEW);
  }
}
