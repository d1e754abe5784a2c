package io.cascadian.metrics;

import java.util.List;
import java.util.Map;

/**
 * Holds what a wallet did in one resolved condition. Times are UTC seconds, amounts micro-USDC and exact.
 *
 * @param condition the condition's id
 * @param category canonical category of its market; never null, {@code Uncategorized} where none is known
 * @param group the neg-risk event that the condition is of, else the condition itself
 * @param tags tags of its event; empty where none are known
 * @param opened first fill
 * @param closed when less than 0.01 share was left, at the latest the settlement; where the first fill came after that, {@code opened}
 * @param settled when the outcome was settled
 * @param marketOpened first trade of the market by any wallet; null where it is not known
 * @param stake peak of what was paid and not received back yet; 0 where nothing was paid, as after a split only
 * @param gross P&L before fees
 * @param fees fees of the trades
 * @param volume what the wallet's own fills were worth
 * @param oversold micro-shares that were given up and that no known event brought; above 0 the P&L is not known and the bet is in no metric
 * @param side label of the outcome that was held net long
 * @param entry the purchase of that outcome; null where the wallet was flat or bought nothing of it
 * @param copies the bet with delays; a delay that was not priced is absent
 */
record Bet(String condition, String category, String group, List<String> tags, long opened, long closed, long settled, Long marketOpened, long stake, long gross,
    long fees, long volume, long oversold, Side side, Entry entry, Map<Lag, Copy> copies) {

  static final double SECONDS_PER_HOUR = 3600;

  Bet {
    if (closed < opened) {
      throw new IllegalArgumentException(condition + " was closed before it was opened");
    }
    if (stake < 0 || volume < 0 || oversold < 0) {
      throw new IllegalArgumentException(condition + " has a negative stake, volume or number of oversold shares");
    }
    tags = List.copyOf(tags);
    copies = Map.copyOf(copies);
  }

  long net() {
    return Exact.minus(gross, fees);
  }

  boolean isComplete() {
    return oversold == 0;
  }

  boolean hasStake() {
    return stake > 0;
  }

  /** Returns net P&L by stake; only where there is a stake. */
  double roi() {
    return (double) net() / stake;
  }

  double hoursHeld() {
    return (closed - opened) / SECONDS_PER_HOUR;
  }

  boolean hasEntry() {
    return entry != null;
  }

  boolean hasClose() {
    return entry != null && entry.close() != null;
  }

  /** Returns how far the price moved from the entry to the close in favour of the outcome bought; only where there is a close. */
  double closingValue() {
    return entry.close() - entry.price();
  }
}
