package io.cascadian.metrics;

import static io.cascadian.metrics.Needs.bets;
import static io.cascadian.metrics.Needs.counted;
import static io.cascadian.metrics.Needs.days;
import static io.cascadian.metrics.Needs.dimensions;
import static io.cascadian.metrics.Needs.equity;
import static io.cascadian.metrics.Needs.fills;
import static io.cascadian.metrics.Needs.forecasts;
import static io.cascadian.metrics.Needs.horizon;
import static io.cascadian.metrics.Needs.noSource;
import static io.cascadian.metrics.Needs.notRead;
import static io.cascadian.metrics.Needs.opened;
import static io.cascadian.metrics.Needs.pricedHorizon;
import static io.cascadian.metrics.Needs.prices;
import static io.cascadian.metrics.Needs.settled;
import static io.cascadian.metrics.NullReason.INCOMPLETE_HISTORY;
import static io.cascadian.metrics.NullReason.NO_INPUT;
import static io.cascadian.metrics.NullReason.NO_LOSSES;
import static io.cascadian.metrics.NullReason.NOT_RECOVERED;
import static io.cascadian.metrics.NullReason.SIGN;
import static io.cascadian.metrics.NullReason.ZERO_VARIANCE;
import static io.cascadian.metrics.Observation.BETS;
import static io.cascadian.metrics.Observation.COPIED_BETS;
import static io.cascadian.metrics.Observation.MONTHS;
import static io.cascadian.metrics.Observation.PRICED_BETS;
import static io.cascadian.metrics.Observation.SLICES;
import static io.cascadian.metrics.Observation.STAKED_BETS;
import static io.cascadian.metrics.Observation.VALUED_DAYS;
import static io.cascadian.metrics.Observation.WEEKS;
import static io.cascadian.metrics.WindowBasis.FILL_TIME;
import static io.cascadian.metrics.WindowBasis.SETTLEMENT;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Defines the metrics of a wallet, in the order of their numbers. A bet is a wallet's resolved condition with complete history, its P&L net unless gross is named. */
enum Metric {
  OMEGA_GROSS(1, "ratio", bets(10), "Sum of gross gains by sum of gross losses", NO_LOSSES),
  OMEGA_NET(2, "ratio", bets(10), "Sum of net gains by sum of net losses", NO_LOSSES),
  GAIN_TO_PAIN(3, "ratio", bets(10), "The same as #1; the gain-to-pain ratio of Schwager is this less 1", NO_LOSSES),
  PROFIT_FACTOR(4, "ratio", bets(10), "The same as #2", NO_LOSSES),
  SORTINO(5, "ratio, annual", days(30), "Mean daily return by downside deviation over all days, times √365; at least 10 returns other than 0", NO_LOSSES, SIGN),
  SHARPE(6, "ratio, annual", days(30), "Mean daily return by its standard deviation, times √365, risk-free rate 0; at least 10 returns other than 0", ZERO_VARIANCE, SIGN),
  MARTIN(7, "ratio", days(30), "#11 by #20", NO_LOSSES, SIGN),
  CALMAR(8, "ratio", days(30), "#11 by #17", NO_LOSSES, SIGN),
  NET_PNL_USD(9, "USD", bets(1), "Sum of net P&L"),
  NET_PNL_PCT(10, "%", bets(1), "100 times #9 by the bankroll", NO_INPUT),
  CAGR(11, "fraction a year", days(30), "Equity at the end by equity at the beginning, to the power of 365 by days, less 1", SIGN),
  HIT_RATE(12, "0 to 1", bets(1), "Bets with P&L above 0 by all bets"),
  AVG_WIN_USD(13, "USD", bets(1), "Mean of the P&L above 0"),
  AVG_LOSS_USD(14, "USD", bets(1), "Mean of the P&L below 0, a negative number", NO_LOSSES),
  EV_PER_BET_MEAN(15, "USD", bets(1), "Mean P&L"),
  EV_PER_BET_MEDIAN(16, "USD", bets(1), "Median P&L"),
  MAX_DRAWDOWN(17, "fraction", days(1), "Deepest fall of the equity below its peak, the beginning included, by the peak"),
  AVG_DRAWDOWN(18, "fraction", days(1), "Mean of the deepest falls of all times below a peak", NO_LOSSES),
  TIME_IN_DRAWDOWN_PCT(19, "%", days(1), "100 times days below the peak by days"),
  ULCER_INDEX(20, "fraction", days(1), "Root of the mean squared fall below the peak over all days"),
  DRAWDOWN_RECOVERY_DAYS(21, "days", days(1), "Days from the lowest point of #17 to the first day on which the peak was reached again", NO_LOSSES, NOT_RECOVERED),
  RESOLVED_BETS(22, "count", counted(), "Number of bets"),
  TRACK_RECORD_DAYS(23, "days", fills(), "Whole days from the first to the last fill, at least 1"),
  BETS_PER_WEEK(24, "bets a week", opened(BETS, 1), "Bets by #23 in weeks"),
  BRIER_SCORE(25, "0 to 1", forecasts(10), "Mean squared difference of entry price and payout of the outcome held net long; it scores the market's prices"),
  LOG_SCORE(26, "nats", forecasts(10), "Mean negative logarithm of the entry price, within 0.001 and 0.999, of what came true; lower is better"),
  CALIBRATION_SLOPE(27, "ratio", forecasts(20), "Slope of the least-squares line of payouts over entry prices; at least 3 different prices", ZERO_VARIANCE),
  CALIBRATION_INTERCEPT(28, "USD/share", forecasts(20), "Intercept of the line of #27", ZERO_VARIANCE),
  CALIBRATION_ERROR(29, "0 to 1", forecasts(20), "Mean absolute gap of mean price and mean payout of ten bins of the price, weighted by bets"),
  CLV_MEAN(30, "USD/share", prices(PRICED_BETS, 1), "Mean of closing price less entry price, weighted by stake; the close is at 95 % of the market's life"),
  CLV_MEDIAN(31, "USD/share", prices(PRICED_BETS, 1), "Median of closing price less entry price"),
  CLV_POSITIVE_PCT(32, "%", prices(PRICED_BETS, 1), "100 times bets whose closing price is above the entry price by bets with a closing price"),
  ORDERBOOK_PARTICIPATION_PCT(33, "%", fills(), "100 times volume as maker by volume"),
  MAKER_TAKER_RATIO(34, "ratio", fills(), "Volume as maker by volume as taker"),
  VAR_95(35, "fraction", days(60), "Daily loss that is exceeded on 5 % of days; positive is a loss", SIGN),
  DOWNSIDE_DEVIATION(36, "fraction, annual", days(30), "Root of the mean squared daily loss over all days, times √365", SIGN),
  CVAR_95(37, "fraction", days(60), "Mean daily loss of the days at or beyond #35", SIGN),
  MAX_SINGLE_TRADE_LOSS_PCT(38, "%", bets(1), "100 times the largest loss of a bet by the bankroll", NO_LOSSES, NO_INPUT),
  AVG_HOLDING_PERIOD_HOURS(39, "hours", bets(1), "Mean time from the first fill until less than 0.01 share was held, or the settlement"),
  MEDIAN_HOLDING_PERIOD_HOURS(40, "hours", bets(1), "Median time as in #39"),
  CATEGORY_MIX_JSON(41, "JSON", dimensions(STAKED_BETS, 1), "Share of the stakes by category"),
  CATEGORY_HHI(42, "0 to 1", dimensions(STAKED_BETS, 1), "Sum of the squared shares of #41"),
  CONCENTRATION_HHI(43, "0 to 1", dimensions(STAKED_BETS, 1), "Sum of the squared shares of the stakes by neg-risk event, else by condition"),
  STAKE_SIZING_VOLATILITY(44, "ratio", settled(STAKED_BETS, 2), "Standard deviation of the stakes by their mean"),
  AVG_STAKE_PCT(45, "%", equity(), "Mean of 100 times the stake by the equity of the day before the first fill", SIGN),
  MAX_STAKE_PCT(46, "%", equity(), "Largest of the percentages of #45", SIGN),
  MIN_STAKE_PCT(47, "%", equity(), "Smallest of the percentages of #45", SIGN),
  OMEGA_LAG_30S(48, "ratio", prices(COPIED_BETS, 10), "#2 with each fill at the price 30 seconds later; 80 % of the volume must have one", NO_LOSSES),
  OMEGA_LAG_2MIN(49, "ratio", prices(COPIED_BETS, 10), "#2 with each fill at the price 2 minutes later; 80 % of the volume must have one", NO_LOSSES),
  OMEGA_LAG_5MIN(50, "ratio", prices(COPIED_BETS, 10), "#2 with each fill at the price 5 minutes later; 80 % of the volume must have one", NO_LOSSES),
  CLV_LAG_30S(51, "USD/share", prices(PRICED_BETS, 1), "#30 with the entry 30 seconds later"),
  CLV_LAG_2MIN(52, "USD/share", prices(PRICED_BETS, 1), "#30 with the entry 2 minutes later"),
  CLV_LAG_5MIN(53, "USD/share", prices(PRICED_BETS, 1), "#30 with the entry 5 minutes later"),
  EDGE_HALF_LIFE_HOURS(54, "hours", notRead(Input.PRICES, SETTLEMENT), "Time after which the mean price gain of the entries reaches half of #30"),
  LATENCY_PENALTY_INDEX(55, "fraction", prices(COPIED_BETS, 10), "1 less #50 by #2", NO_LOSSES, SIGN),
  OMEGA_MOMENTUM_30D(56, "ratio a slice", horizon(SLICES, 4), "Theil-Sen slope of #2 over six slices of the last 30 days; a slice needs 3 bets and a loss", NO_LOSSES),
  OMEGA_MOMENTUM_90D(57, "ratio a slice", horizon(SLICES, 4), "Theil-Sen slope of #2 over six slices of the last 90 days; a slice needs 3 bets and a loss", NO_LOSSES),
  PNL_TREND_30D(58, "USD/day", horizon(BETS, 1), "Theil-Sen slope of the cumulative daily net P&L of the last 30 days"),
  PNL_ACCELERATION(59, "USD/day²", horizon(BETS, 1), "Slope as in #58 of the last 15 days less that of the 15 days before, by 15"),
  TAIL_RATIO(60, "ratio", bets(20), "Mean win among the best tenth of the bets by mean loss among the worst tenth", NO_LOSSES),
  SKEWNESS(61, "ratio", settled(STAKED_BETS, 10), "Adjusted skewness (G1) of P&L by stake", ZERO_VARIANCE),
  KURTOSIS(62, "ratio", settled(STAKED_BETS, 10), "Adjusted excess kurtosis (G2) of P&L by stake", ZERO_VARIANCE),
  KELLY_UTILIZATION_PCT(63, "ratio", equity(), "#45 by 100 times the Kelly fraction of the bets with a stake", NO_LOSSES, SIGN),
  RISK_OF_RUIN_APPROX(64, "0 to 1", settled(STAKED_BETS, 20), "((1 − a) / (1 + a)) to the power of bankroll by mean stake, a the mean P&L by stake; 1 for a up to 0", NO_INPUT),
  RETURN_ON_CAPITAL(65, "ratio", bets(1), "#9 by the average cost of what was held over the window's days", NO_INPUT),
  CAPITAL_TURNOVER(66, "ratio", fills(), "Volume by bankroll", INCOMPLETE_HISTORY),
  NEWS_SHOCK_EV_5MIN(67, "USD", noSource(Input.NEWS), "P&L of bets within 5 minutes after news"),
  CROWD_ORTHOGONALITY(68, "0 to 1", notRead(Input.FILLS, SETTLEMENT), "1 less the absolute rank correlation of the wallet's and the other takers' net purchases of Yes"),
  EV_PER_HOUR_CAPITAL(69, "USD/(USD·hour)", settled(STAKED_BETS, 1), "Sum of P&L by the sum of stake times hours held"),
  GROSS_TO_NET_RATIO(70, "ratio", bets(1), "Gross P&L by net P&L", SIGN),
  FEE_PER_BET(71, "USD", opened(BETS, 1), "Sum of fees by bets"),
  FEE_BURDEN_PCT(72, "%", opened(BETS, 1), "100 times the sum of fees by the sum of gross gains"),
  SLIPPAGE_PER_BET(73, "USD", notRead(Input.TRANSACTIONS, FILL_TIME), "Mean taker price less best maker price of a transaction, times shares, by bets"),
  LONGEST_WIN_STREAK(74, "bets", bets(1), "Longest number of wins one after the other; a P&L of 0 ends it"),
  LONGEST_LOSS_STREAK(75, "bets", bets(1), "Longest number of losses one after the other; a P&L of 0 ends it"),
  CURRENT_STREAK_LENGTH(76, "bets", bets(1), "Wins one after the other at the end; of losses a negative number"),
  STREAK_CONSISTENCY(77, "ratio", bets(10), "Runs of wins and of losses by their expected number; at least 5 of each"),
  WEEKDAY_VS_WEEKEND_ROI(78, "percentage points", settled(STAKED_BETS, 10), "P&L by stake of bets opened Monday to Friday less that of the weekend; at least 5 of each"),
  INTEGRITY_DEPOSIT_PNL(79, "ratio", noSource(Input.DEPOSITS), "P&L against deposits"),
  AVG_TIME_TO_RESOLUTION_DAYS(80, "days", bets(1), "Mean time from the first fill to the settlement"),
  EARLY_VS_LATE_ROI(81, "percentage points", settled(STAKED_BETS, 10), "P&L by stake of bets opened in the first quarter of the market's life less that of the last; at least 5 of each",
      NO_INPUT),
  CLV_MOMENTUM_30D(82, "USD/share/day", pricedHorizon(), "Theil-Sen slope of the daily #30 of the last 30 days"),
  EV_HR_MOMENTUM_30D(83, "#69 a day", horizon(VALUED_DAYS, 10), "Theil-Sen slope of the daily #69 of the last 30 days"),
  DRAWDOWN_TREND_60D(84, "fraction/day", pricedHorizon(), "Theil-Sen slope of the daily fall below the peak of the last 60 days", NO_INPUT),
  PERFORMANCE_TREND_FLAG(85, "word", bets(10), "#2 of the later half of the window against the earlier one: improving above 1.2, declining below 0.8, else stable; "
      + "of lifetime the last 90 days against all before; not for 30d", NO_LOSSES),
  HOT_HAND_Z_SCORE(86, "deviations", bets(20), "Expected less observed runs of wins and of losses, by their deviation; positive is streaky; at least 10 of each"),
  BET_FREQUENCY_VARIANCE(87, "bets²", opened(WEEKS, 2), "Variance of the bets of each ISO week from the first to the last, those without a bet included"),
  SIZING_DISCIPLINE_TREND(88, "ratio a month", settled(MONTHS, 3), "Theil-Sen slope of the monthly #44"),
  CLV_BY_CATEGORY_JSON(89, "JSON", prices(PRICED_BETS, 1), "#30 by category"),
  OMEGA_LAG_BY_CATEGORY_JSON(90, "JSON", prices(COPIED_BETS, 10), "#48, #49 and #50 by category", NO_LOSSES),
  CALIBRATION_BY_CATEGORY_JSON(91, "JSON", forecasts(20), "#29 by category"),
  EV_HR_BY_CATEGORY_JSON(92, "JSON", settled(STAKED_BETS, 1), "#69 by category"),
  NEWS_REACTION_TIME_MEDIAN_SEC(93, "seconds", noSource(Input.NEWS), "Median time from news to the first fill"),
  EVENT_ARCHETYPE_EDGE_JSON(94, "JSON", dimensions(Observation.FORECASTS, 10), "Mean payout less entry price by tag, of the 20 tags with the most bets and at least 10"),
  SPREAD_CAPTURE_RATIO(95, "ratio", noSource(Input.ORDER_BOOK), "Captured part of the spread"),
  ADVERSE_SELECTION_COST(96, "USD/share", notRead(Input.PRICES, FILL_TIME), "Mean move of the price against a maker's fill within 5 minutes"),
  PRICE_IMPACT_PER_K(97, "USD/share", notRead(Input.TRANSACTIONS, FILL_TIME), "Last less first maker price of an own taker transaction, by 1000 USD"),
  YES_NO_BIAS_PCT(98, "percentage points", opened(STAKED_BETS, 1), "Percentage of the stakes on Yes less that on No, of conditions with these labels"),
  LIQUIDITY_ACCESS_SKILL(99, "bps", notRead(Input.PRICES, FILL_TIME), "Advantage of the own taker price over others' average price within 5 minutes"),
  NEWS_LATENCY_DISTRIBUTION_JSON(100, "JSON", noSource(Input.NEWS), "Distribution of #93"),
  ALPHA_SOURCE_TIMING_PCT(101, "%", prices(PRICED_BETS, 1), "100 times timing by the sum of the absolute timing and resolution of #102"),
  EDGE_SOURCE_DECOMP_JSON(102, "JSON", prices(PRICED_BETS, 1), "#9 in exact parts: timing is closing less entry price times shares, resolution the rest of the gross P&L of bets "
      + "with a closing price, unpriced that of the others, fees; slippage is in the others until #73 is computed");

  private final int number;
  private final String unit;
  private final Needs needs;
  private final String formula;
  private final Set<NullReason> reasons;

  Metric(int number, String unit, Needs needs, String formula, NullReason... more) {
    this.number = number;
    this.unit = unit;
    this.needs = needs;
    this.formula = formula;
    this.reasons = EnumSet.noneOf(NullReason.class);
    reasons.addAll(needs.reasons());
    reasons.addAll(Arrays.asList(more));
  }

  int number() {
    return number;
  }

  /** Returns the name of the column. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  String unit() {
    return unit;
  }

  Needs needs() {
    return needs;
  }

  String formula() {
    return formula;
  }

  /** Returns the only reasons of a NULL that the metric can have. */
  Set<NullReason> reasons() {
    return EnumSet.copyOf(reasons);
  }

  boolean isNullToday() {
    return needs.availability() != Needs.Availability.COMPUTED;
  }
}
