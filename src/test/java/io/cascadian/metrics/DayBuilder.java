package io.cascadian.metrics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Builds days of a wallet. */
final class DayBuilder {

  private DayBuilder() {}

  /** Builds a day with one fill as maker and one as taker at noon. */
  static WalletDay day(LocalDate day, double cash, Double marked) {
    return day(day, cash, marked, 30, 10);
  }

  static WalletDay day(LocalDate day, double cash, Double marked, double maker, double taker) {
    long noon = BetBuilder.seconds(day);
    return new WalletDay(day, noon, noon, micros(cash), Math.min(0, micros(cash)), micros(maker), micros(taker), marked == null ? null : Long.valueOf(micros(marked)), 5 * BetBuilder.USD, 0);
  }

  /** Builds consecutive days up to {@link BetBuilder#AS_OF} on which the worth of what is held is the given one; the first costs 100 USDC. */
  static List<WalletDay> marked(double... worth) {
    List<WalletDay> days = new ArrayList<>();
    for (int i = 0; i < worth.length; i++) {
      days.add(day(BetBuilder.AS_OF.minusDays(worth.length - 1L - i), i == 0 ? -100 : 0, worth[i]));
    }
    return days;
  }

  /** Builds days that go up by a tenth and down by a twentieth in turn. */
  static List<WalletDay> swinging(int days) {
    double[] worth = new double[days];
    double now = 100;
    for (int i = 0; i < days; i++) {
      now *= i % 2 == 0 ? 1.1 : .95;
      worth[i] = Math.round(now * 1e6) / 1e6;
    }
    return marked(worth);
  }

  static long micros(double usd) {
    return Math.round(usd * BetBuilder.USD);
  }
}
