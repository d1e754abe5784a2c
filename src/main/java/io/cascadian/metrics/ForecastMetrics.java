package io.cascadian.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Computes how the prices that a wallet paid compare with what came true. */
final class ForecastMetrics {

  private static final int LEAST_PRICES = 3;
  private static final int MOST_TAGS = 20;

  private ForecastMetrics() {}

  static void compute(Slice slice, MetricRow row) {
    Sample<Bet> forecasts = slice.settled().where(Bet::hasEntry);
    row.put(Metric.BRIER_SCORE, forecasts, all -> MetricValue.of(scores(all).brier()));
    row.put(Metric.LOG_SCORE, forecasts, all -> MetricValue.of(scores(all).logLoss()));
    row.put(Metric.CALIBRATION_SLOPE, forecasts, all -> line(all, LeastSquares::slope));
    row.put(Metric.CALIBRATION_INTERCEPT, forecasts, all -> line(all, LeastSquares::intercept));
    row.put(Metric.CALIBRATION_ERROR, () -> calibrationError(slice.settled()));
    row.put(Metric.CALIBRATION_BY_CATEGORY_JSON, () -> ByCategory.of(slice.settled(), ForecastMetrics::calibrationError));
    row.put(Metric.EVENT_ARCHETYPE_EDGE_JSON, forecasts, ForecastMetrics::edgeByTag);
  }

  private static ForecastScores scores(List<Bet> bets) {
    return new ForecastScores(Sample.doubles(bets, bet -> bet.entry().price()), Sample.doubles(bets, bet -> bet.entry().payout()));
  }

  private static MetricValue calibrationError(Sample<Bet> bets) {
    return bets.where(Bet::hasEntry).measure(Metric.CALIBRATION_ERROR, all -> MetricValue.of(scores(all).calibrationError(ForecastScores.BINS)));
  }

  private static MetricValue line(List<Bet> bets, ToDoubleFunction<LeastSquares> part) {
    ForecastScores scores = scores(bets);
    long prices = Arrays.stream(scores.forecasts()).distinct().count();
    return prices < LEAST_PRICES ? MetricValue.missing(NullReason.ZERO_VARIANCE)
        : MetricValue.of(part.applyAsDouble(LeastSquares.of(scores.forecasts(), scores.outcomes())));
  }

  /** Returns the edge of the tags with the most bets; tags with as many in the order of their names. */
  private static MetricValue edgeByTag(List<Bet> bets) {
    Map<String, List<Bet>> tags = new TreeMap<>();
    for (Bet bet : bets) {
      bet.tags().stream().distinct().forEach(tag -> tags.computeIfAbsent(tag, none -> new ArrayList<>()).add(bet));
    }
    Map<String, MetricValue> edges = new LinkedHashMap<>();
    tags.entrySet().stream()
        .filter(tag -> tag.getValue().size() >= Metric.EVENT_ARCHETYPE_EDGE_JSON.needs().minimum())
        .sorted(Comparator.comparingInt(tag -> -tag.getValue().size()))
        .limit(MOST_TAGS)
        .forEach(tag -> edges.put(tag.getKey(), MetricValue.of(scores(tag.getValue()).edge())));
    return edges.isEmpty() ? MetricValue.missing(NullReason.TOO_FEW) : new MetricValue.Entries(edges);
  }
}
