package io.cascadian.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {

  /** The columns of wallet_metrics_complete in the order of their numbers, from the first definition of the table. */
  private static final List<String> COLUMNS = Arrays.asList("""
      omega_gross omega_net gain_to_pain profit_factor sortino sharpe martin calmar net_pnl_usd net_pnl_pct cagr hit_rate avg_win_usd avg_loss_usd
      ev_per_bet_mean ev_per_bet_median max_drawdown avg_drawdown time_in_drawdown_pct ulcer_index drawdown_recovery_days resolved_bets track_record_days
      bets_per_week brier_score log_score calibration_slope calibration_intercept calibration_error clv_mean clv_median clv_positive_pct
      orderbook_participation_pct maker_taker_ratio var_95 downside_deviation cvar_95 max_single_trade_loss_pct avg_holding_period_hours
      median_holding_period_hours category_mix_json category_hhi concentration_hhi stake_sizing_volatility avg_stake_pct max_stake_pct min_stake_pct
      omega_lag_30s omega_lag_2min omega_lag_5min clv_lag_30s clv_lag_2min clv_lag_5min edge_half_life_hours latency_penalty_index omega_momentum_30d
      omega_momentum_90d pnl_trend_30d pnl_acceleration tail_ratio skewness kurtosis kelly_utilization_pct risk_of_ruin_approx return_on_capital
      capital_turnover news_shock_ev_5min crowd_orthogonality ev_per_hour_capital gross_to_net_ratio fee_per_bet fee_burden_pct slippage_per_bet
      longest_win_streak longest_loss_streak current_streak_length streak_consistency weekday_vs_weekend_roi integrity_deposit_pnl
      avg_time_to_resolution_days early_vs_late_roi clv_momentum_30d ev_hr_momentum_30d drawdown_trend_60d performance_trend_flag hot_hand_z_score
      bet_frequency_variance sizing_discipline_trend clv_by_category_json omega_lag_by_category_json calibration_by_category_json ev_hr_by_category_json
      news_reaction_time_median_sec event_archetype_edge_json spread_capture_ratio adverse_selection_cost price_impact_per_k yes_no_bias_pct
      liquidity_access_skill news_latency_distribution_json alpha_source_timing_pct edge_source_decomp_json""".split("\\s+"));

  @Test
  void list_has102Metrics_withTheirNumbersAndColumns() {
    assertThat(Metric.values()).extracting(Metric::number).containsExactlyElementsOf(IntStream.rangeClosed(1, 102).boxed().toList());
    assertThat(Metric.values()).extracting(Metric::column).containsExactlyElementsOf(COLUMNS);
  }

  @Test
  void definitions_areComplete() {
    assertThat(Metric.values()).allSatisfy(MetricTest::assertComplete);
  }

  private static void assertComplete(Metric metric) {
    assertThat(metric.formula()).isNotBlank().doesNotEndWith(".").matches(formula -> Character.isUpperCase(formula.charAt(0)) || formula.matches("[#\\d(].*"));
    assertThat(metric.unit()).isNotBlank();
    assertThat(metric.needs().inputs()).isNotEmpty();
    assertThat(metric.column().endsWith("_json")).isEqualTo(metric.unit().equals("JSON"));
    // everything can be NULL but a count
    assertThat(metric.reasons().isEmpty()).isEqualTo(metric == Metric.RESOLVED_BETS);
    assertThat(metric.isNullToday()).isEqualTo(metric.reasons().equals(Set.of(NullReason.NO_INPUT)));
  }

  @Test
  void metricsWithoutSource_areThoseOfTheReference() {
    assertThat(Arrays.stream(Metric.values()).filter(metric -> metric.needs().availability() == Needs.Availability.NO_SOURCE).map(Metric::number))
        .containsExactly(67, 79, 93, 95, 100);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void number_thatIsNotFinite_isRejected_withItsMetric(double value) {
    assertThatThrownBy(() -> new MetricRow().put(Metric.SHARPE, () -> MetricValue.of(value)))
        .isInstanceOf(InvalidMetricException.class).hasMessageContaining("#6 sharpe").hasMessageContaining(String.valueOf(value));
  }

  @Test
  void reason_thatMetricCanNotHave_isRejected() {
    assertThatThrownBy(() -> new MetricRow().put(Metric.HIT_RATE, () -> MetricValue.missing(NullReason.NOT_RECOVERED)))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("#12 hit_rate").hasMessageContaining("not_recovered");
  }

  @Test
  void metric_computedTwiceOrNotAtAll_isRejected() {
    MetricRow row = new MetricRow();
    row.put(Metric.HIT_RATE, () -> MetricValue.of(1));
    assertThatThrownBy(() -> row.put(Metric.HIT_RATE, () -> MetricValue.of(1))).isInstanceOf(IllegalStateException.class).hasMessageContaining("twice");
    assertThatThrownBy(() -> row.get(Metric.SHARPE)).isInstanceOf(IllegalStateException.class).hasMessageContaining("#6 sharpe");
  }

  @Test
  void zero_hasOneSign() {
    assertThat(MetricValue.of(-0.0)).isEqualTo(MetricValue.of(0.0));
  }
}
