package io.cascadian.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Computes what prices did after a wallet's entries: closing-line value, copies with a delay, and the parts of its P&L. */
final class PriceMetrics {

  private static final double LEAST_COVERAGE = 0.8;
  private static final Map<Lag, Metric> OMEGAS =
      Map.of(Lag.SECONDS_30, Metric.OMEGA_LAG_30S, Lag.MINUTES_2, Metric.OMEGA_LAG_2MIN, Lag.MINUTES_5, Metric.OMEGA_LAG_5MIN);
  private static final Map<Lag, Metric> CLOSING_VALUES =
      Map.of(Lag.SECONDS_30, Metric.CLV_LAG_30S, Lag.MINUTES_2, Metric.CLV_LAG_2MIN, Lag.MINUTES_5, Metric.CLV_LAG_5MIN);

  private PriceMetrics() {}

  static void compute(Slice slice, MetricRow row) {
    Sample<Bet> bets = slice.settled();
    Sample<Bet> priced = priced(bets);
    row.put(Metric.CLV_MEAN, () -> closingValue(bets));
    row.put(Metric.CLV_MEDIAN, priced, all -> MetricValue.of(Quantiles.median(Sample.doubles(all, Bet::closingValue))));
    row.put(Metric.CLV_POSITIVE_PCT, priced, all -> MetricValue.of(100.0 * all.stream().filter(bet -> bet.closingValue() > 0).count() / all.size()));
    for (Lag lag : Lag.values()) {
      row.put(OMEGAS.get(lag), () -> copiedOmega(bets, lag));
      row.put(CLOSING_VALUES.get(lag), () -> copiedClosingValue(priced, lag));
    }
    row.put(Metric.LATENCY_PENALTY_INDEX, () -> latencyPenalty(row));
    row.put(Metric.CLV_BY_CATEGORY_JSON, () -> ByCategory.of(bets, PriceMetrics::closingValue));
    row.put(Metric.OMEGA_LAG_BY_CATEGORY_JSON, () -> ByCategory.of(bets, PriceMetrics::copiedOmegas));
    row.put(Metric.EDGE_SOURCE_DECOMP_JSON, () -> priced.measure(Metric.EDGE_SOURCE_DECOMP_JSON, all -> parts(bets.items())));
    row.put(Metric.ALPHA_SOURCE_TIMING_PCT, () -> priced.measure(Metric.ALPHA_SOURCE_TIMING_PCT, all -> timingShare(bets.items())));
  }

  /** Returns the bets with a closing price of what they bought. */
  static Sample<Bet> priced(Sample<Bet> bets) {
    return bets.where(Bet::hasEntry).where(Bet::hasClose, NullReason.NO_PRICE);
  }

  private static MetricValue closingValue(Sample<Bet> bets) {
    return priced(bets).measure(Metric.CLV_MEAN, all -> byStake(all, Bet::closingValue));
  }

  /** Returns the mean weighted by stake; NULL where nothing was staked. */
  static MetricValue byStake(List<Bet> bets, ToDoubleFunction<Bet> value) {
    double sum = 0;
    for (Bet bet : bets) {
      sum += value.applyAsDouble(bet) * bet.stake();
    }
    return MetricValue.quotient(sum, Exact.sum(bets, Bet::stake), NullReason.TOO_FEW);
  }

  private static MetricValue copiedClosingValue(Sample<Bet> priced, Lag lag) {
    // a bet that lacks one of the two prices lacks a price
    int unpriced = priced.dropped();
    Sample<Bet> copied = priced.where(bet -> bet.copies().containsKey(lag) && bet.copies().get(lag).entry() != null, NullReason.NO_PRICE);
    return new Sample<>(copied.items(), copied.dropped() + unpriced, NullReason.NO_PRICE, copied.incomplete())
        .measure(CLOSING_VALUES.get(lag), all -> byStake(all, bet -> bet.entry().close() - bet.copies().get(lag).entry()));
  }

  private static MetricValue copiedOmega(Sample<Bet> bets, Lag lag) {
    Sample<Bet> copied = bets.where(bet -> bet.copies().containsKey(lag), NullReason.NO_PRICE);
    return copied.measure(OMEGAS.get(lag), all -> {
      double volume = Exact.sum(bets.items(), Bet::volume);
      boolean isCovered = Exact.sum(all, bet -> bet.copies().get(lag).pricedUsd()) >= LEAST_COVERAGE * volume;
      return isCovered ? GainsAndLosses.of(all, bet -> bet.copies().get(lag).net()).omega() : MetricValue.missing(NullReason.NO_PRICE);
    });
  }

  private static MetricValue copiedOmegas(Sample<Bet> bets) {
    Map<String, MetricValue> values = new LinkedHashMap<>();
    MetricValue last = null;
    for (Lag lag : Lag.values()) {
      last = copiedOmega(bets, lag);
      if (!last.isMissing()) {
        values.put(lag.label(), last);
      }
    }
    return values.isEmpty() ? last : new MetricValue.Entries(values);
  }

  private static MetricValue latencyPenalty(MetricRow row) {
    MetricValue share = row.quotient(Metric.OMEGA_LAG_5MIN, Metric.OMEGA_NET, NullReason.SIGN);
    return share instanceof MetricValue.Ratio ratio ? MetricValue.of(1 - ratio.value()) : share;
  }

  /** Splits the P&L of all bets exactly: only the timing is rounded, to micro-USDC, and resolution is what it leaves. */
  private static MetricValue parts(List<Bet> bets) {
    Parts parts = Parts.of(bets);
    Map<String, MetricValue> values = new LinkedHashMap<>();
    values.put("timing", MetricValue.micros(parts.timing()));
    values.put("resolution", MetricValue.micros(parts.resolution()));
    values.put("unpriced", MetricValue.micros(parts.unpriced()));
    values.put("fees", MetricValue.micros(Exact.minus(0, Exact.sum(bets, Bet::fees))));
    values.put("slippage", MetricValue.missing(NullReason.NO_INPUT));
    return new MetricValue.Entries(values);
  }

  private static MetricValue timingShare(List<Bet> bets) {
    Parts parts = Parts.of(bets);
    return MetricValue.quotient(100.0 * parts.timing(), (double) Math.abs(parts.timing()) + Math.abs(parts.resolution()), NullReason.TOO_FEW);
  }

  /** Holds parts of gross P&L in micro-USDC. */
  private record Parts(long timing, long resolution, long unpriced) {

    private static Parts of(List<Bet> bets) {
      long timing = 0;
      long resolution = 0;
      long unpriced = 0;
      for (Bet bet : bets) {
        if (bet.hasClose()) {
          long moved = Exact.minus(Exact.worth(bet.entry().shares(), bet.entry().close()), bet.entry().cost());
          timing = Exact.plus(timing, moved);
          resolution = Exact.plus(resolution, Exact.minus(bet.gross(), moved));
        } else {
          unpriced = Exact.plus(unpriced, bet.gross());
        }
      }
      return new Parts(timing, resolution, unpriced);
    }
  }
}
