package io.cascadian.metrics;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/**
 * Selects the facts of one window. Only what was settled, and only days, up to the day as of which metrics are computed count: what comes later changes no
 * result.
 */
final class Slice {

  private static final long SECONDS_PER_DAY = 86_400;

  private final Facts facts;
  private final LocalDate asOf;
  private final Window window;
  private final EquityCurve equity;
  private final Sample<Bet> settled;

  Slice(Facts facts, LocalDate asOf, Window window) {
    this.facts = facts;
    this.asOf = asOf;
    this.window = window;
    equity = EquityCurve.of(facts.days(), asOf);
    settled = settledWithin(window.days());
  }

  Window window() {
    return window;
  }

  /** Returns the bets that were settled within the window. */
  Sample<Bet> settled() {
    return settled;
  }

  /** Returns the bets that were settled within the last days. */
  Sample<Bet> settledWithin(int days) {
    return bets(bet -> Window.contains(days, asOf, day(bet.settled())));
  }

  /** Returns the settled bets whose first fill was within the window. */
  Sample<Bet> opened() {
    return bets(bet -> !day(bet.settled()).isAfter(asOf) && window.contains(asOf, day(bet.opened())));
  }

  private Sample<Bet> bets(Predicate<Bet> selection) {
    return Sample.of(facts.bets().stream().filter(selection).toList(), Bet::isComplete);
  }

  /** Returns the days of the window on which there were fills. */
  Sample<WalletDay> fillDays() {
    return Sample.of(facts.days().stream().filter(day -> day.hasFills() && window.contains(asOf, day.day())).toList(), day -> true);
  }

  /** Returns the equity of all days. */
  EquityCurve equity() {
    return equity;
  }

  /** Returns the equity of the window's days. */
  EquitySpan span() {
    return equity.last(window.days());
  }

  /** Computes a value from the bankroll in micro-USDC, or returns NULL where it is not known. */
  MetricValue byBankroll(double numerator) {
    if (equity.isEmpty()) {
      return MetricValue.missing(NullReason.NO_INPUT);
    }
    return equity.isOversold() ? MetricValue.missing(NullReason.INCOMPLETE_HISTORY) : MetricValue.of(numerator / equity.bankroll());
  }

  /** Returns how many days before the day of the metrics a bet was settled. */
  int age(Bet bet) {
    return Math.toIntExact(asOf.toEpochDay() - day(bet.settled()).toEpochDay());
  }

  static LocalDate day(long seconds) {
    return LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
  }
}
